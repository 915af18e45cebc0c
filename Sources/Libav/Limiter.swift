import Glibc

/// Gain under a true-peak ceiling, with look-ahead: one pop is turned down for the moment that it
/// lasts and does not keep the voice quiet.
///
/// Peaks are looked for between the samples too, by four-fold interpolation, as ITU-R BS.1770 does.
package struct Limiter: Sendable {
  private let gain: Float
  private let ceiling: Float
  private let lookAhead: Int
  private let recovery: Float

  /// - Parameters:
  ///   - gain: decibels.
  ///   - ceiling: dBTP that no sample, nor anything between two, exceeds.
  ///   - sampleRate: hertz.
  package init(gain: Double, ceiling: Double, sampleRate: Int) {
    self.gain = Float(amplitude(decibels: gain))
    self.ceiling = Float(amplitude(decibels: ceiling))
    lookAhead = max(1, sampleRate / 200)
    recovery = Float(exp(-1.0 / (0.06 * Double(sampleRate))))
  }

  /// Amplifies and limits mono samples in place.
  package func apply(to samples: inout [Float]) {
    for index in samples.indices { samples[index] *= gain }
    let wanted = wantedGains(samples)
    guard let wanted else { return }
    let curve = smoothed(wanted)
    for index in samples.indices { samples[index] *= curve[index] }
  }

  /// The gain that each sample needs for itself to stay below the ceiling; `nil` where none does.
  private func wantedGains(_ samples: [Float]) -> [Float]? {
    var wanted = [Float](repeating: 1, count: samples.count)
    var isNeeded = false
    // No band-limited signal rises by more than this between two samples that are lower.
    let suspicious = ceiling * 0.6
    for index in samples.indices where abs(samples[index]) > suspicious {
      let peak = max(
        abs(samples[index]), Interpolation.peak(samples, after: index),
        index > 0 ? Interpolation.peak(samples, after: index - 1) : 0)
      guard peak > ceiling else { continue }
      isNeeded = true
      wanted[index] = ceiling / peak
    }
    return isNeeded ? wanted : nil
  }

  /// Falls ahead of each peak and recovers after it, without a step: the lowest wanted gain of what
  /// lies ahead, let go exponentially, then averaged over the look-ahead. An average of values that
  /// are all low enough is low enough.
  private func smoothed(_ wanted: [Float]) -> [Float] {
    let count = wanted.count
    var held = [Float](repeating: 1, count: count)
    // Indices of a falling sequence: the front is the lowest wanted gain of the window.
    var queue: [Int] = []
    var front = 0
    for index in 0..<count + lookAhead {
      if index < count {
        while queue.count > front, wanted[queue[queue.count - 1]] >= wanted[index] {
          queue.removeLast()
        }
        queue.append(index)
      }
      let start = index - lookAhead
      guard start >= 0 else { continue }
      while front < queue.count, queue[front] < start { front += 1 }
      held[start] = front < queue.count ? wanted[queue[front]] : 1
    }
    for index in held.indices.dropFirst() {
      held[index] = min(held[index], 1 - (1 - held[index - 1]) * recovery)
    }
    var curve = held
    var sum = Double(lookAhead + 1) * Double(held.first ?? 1)
    for index in 0..<count {
      let leaving = index > lookAhead ? held[index - lookAhead - 1] : (held.first ?? 1)
      sum += Double(held[index]) - Double(leaving)
      curve[index] = min(held[index], Float(sum / Double(lookAhead + 1)))
    }
    return curve
  }
}

/// What a signal does between its samples.
enum Interpolation {
  private static let half = 6

  /// Windowed sinc at a quarter, a half and three quarters of a step.
  private static let phases: [[Float]] = [0.25, 0.5, 0.75].map { phase in
    (0..<2 * half).map { tap in
      let x = Double(tap - half + 1) - phase
      let sinc = sin(.pi * x) / (.pi * x)
      let window = 0.5 + 0.5 * cos(.pi * x / Double(half))
      return Float(sinc * window)
    }
  }

  /// The highest magnitude between sample `index` and the next.
  static func peak(_ samples: [Float], after index: Int) -> Float {
    var highest: Float = 0
    for phase in phases {
      var sum: Float = 0
      for tap in 0..<2 * half {
        let position = index + tap - half + 1
        guard samples.indices.contains(position) else { continue }
        sum += samples[position] * phase[tap]
      }
      highest = max(highest, abs(sum))
    }
    return highest
  }
}
