import Libav

/// Brings frames that come at any time to a constant rate: for each frame, how many ticks of the new
/// clock it is shown for. A frame takes the tick nearest to it; gaps are filled with what was shown
/// last, and of two frames for the same tick the first stays.
struct FrameTiming {
  /// Frames per second.
  let rate: Double
  private var next = 0

  init(rate: Double) { self.rate = rate }

  /// - Parameter seconds: when the frame is shown, from the start of what is produced.
  /// - Returns: ticks that the frame before it is still shown for, and the frame's own tick; `nil`
  ///   where the frame is left out.
  mutating func place(_ seconds: Double) -> (fill: Range<Int>, tick: Int)? {
    let tick = max(0, Int(nearest: seconds * rate))
    guard tick >= next, tick < .max else { return nil }
    defer { next = tick + 1 }
    return (next..<tick, tick)
  }
}
