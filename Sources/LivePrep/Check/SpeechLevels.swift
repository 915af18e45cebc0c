import Libav

/// What the distribution of short-term energies says of speech.
///
/// Energies of 10 ms are evened out over 50 ms. The **noise floor** is what they fall back to: their
/// 10th percentile. The **speech level** is what they reach: their 95th. **Speech** is where they
/// stand at least halfway, and at least 6 dB, above the floor and within 30 dB of the level,
/// pauses of up to 0.3 s included, anything shorter than 0.1 s left out.
struct SpeechLevels: Equatable {
  /// dBFS; `nil` where there is no sound at all.
  var noiseFloor: Double?
  var speechLevel: Double?
  /// Seconds from the start of the sound, in order.
  var stretches: [ClosedRange<Double>] = []
  /// Seconds in which the sound stands above audibility, in stretches of 50 ms and more.
  var soundSeconds = 0.0

  /// dBFS; below it nothing is told apart. The dither of a silent 16-bit track lies below.
  static let silence = -80.0

  private static let window = 5
  private static let longestPause = 0.3
  private static let shortestSpeech = 0.1

  /// - Parameters:
  ///   - energies: mean squares of blocks of `SoundMeter.block` seconds; full scale is 1.
  ///   - audible: dBFS above which something can be heard.
  init(energies: [Float], audible: Double) {
    guard energies.count >= Self.window else { return }
    let levels = Self.smoothed(energies)
    let sorted = levels.sorted()
    let floor = max(Self.silence, sorted[sorted.count / 10])
    let top = max(Self.silence, sorted[min(sorted.count - 1, sorted.count * 95 / 100)])
    noiseFloor = floor
    speechLevel = top
    soundSeconds = Self.stretches(levels, above: audible, joining: 0, dropping: 0.05)
      .reduce(0) { $0 + $1.upperBound - $1.lowerBound }
    let threshold = max(Self.silence + 5, top - 30, floor + max(6, (top - floor) / 2 - 6))
    stretches =
      top - floor < 6
      ? []
      : Self.stretches(
        levels, above: threshold, joining: Self.longestPause, dropping: Self.shortestSpeech)
  }

  var speechSeconds: Double { stretches.reduce(0) { $0 + $1.upperBound - $1.lowerBound } }

  /// dBFS of each block, its neighbours included.
  private static func smoothed(_ energies: [Float]) -> [Double] {
    var sum = 0.0
    var levels: [Double] = []
    levels.reserveCapacity(energies.count)
    for index in 0..<energies.count + window / 2 {
      if index < energies.count { sum += Double(energies[index]) }
      if index >= window { sum -= Double(energies[index - window]) }
      if index >= window / 2 {
        levels.append(decibels(power: max(1e-12, sum / Double(window))))
      }
    }
    return levels
  }

  private static func stretches(
    _ levels: [Double], above threshold: Double, joining pause: Double, dropping shortest: Double
  ) -> [ClosedRange<Double>] {
    var found: [ClosedRange<Double>] = []
    var start: Int?
    for index in 0...levels.count {
      let isAbove = index < levels.count && levels[index] > threshold
      if isAbove, start == nil { start = index }
      if !isAbove, let begin = start {
        found.append(Double(begin) * SoundMeter.block...Double(index) * SoundMeter.block)
        start = nil
      }
    }
    var joined: [ClosedRange<Double>] = []
    for stretch in found {
      if let last = joined.last, stretch.lowerBound - last.upperBound <= pause {
        joined[joined.count - 1] = last.lowerBound...stretch.upperBound
      } else {
        joined.append(stretch)
      }
    }
    return joined.filter { $0.upperBound - $0.lowerBound >= shortest - 1e-9 }
  }
}
