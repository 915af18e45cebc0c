/// How far sound repeats itself as a voice does, 70 to 400 times a second. Bangs and hiss do not.
package struct Periodicity: Sendable {
  /// Hertz at which it is looked for: enough for the first partials of a voice.
  static let rate = 4000

  private let samples: [Float]
  private let rate: Double
  private let window: Int
  private let lags: ClosedRange<Int>

  /// - Parameters:
  ///   - samples: one channel, without a constant offset.
  ///   - rate: hertz, near `Periodicity.rate`.
  package init(samples: [Float], rate: Double) {
    self.samples = samples
    self.rate = rate
    window = max(1, Int(0.04 * rate))
    let shortest = max(1, Int(rate / 400))
    lags = shortest...max(shortest, Int(rate / 70))
  }

  /// The highest correlation of 40 ms around a moment with what follows a period later, 0 to 1.
  /// - Parameter seconds: from the start of the sound.
  package func strength(at seconds: Double) -> Float {
    let start = Int(seconds * rate) - window / 2
    guard start >= 0, start + window + lags.upperBound <= samples.count else { return 0 }
    return samples.withUnsafeBufferPointer { samples in
      var own: Float = 0
      var later: Float = 0
      for index in start..<start + window {
        own += samples[index] * samples[index]
        let shifted = samples[index + lags.lowerBound]
        later += shifted * shifted
      }
      var best: Float = 0
      for lag in lags {
        var common: Float = 0
        for index in start..<start + window { common += samples[index] * samples[index + lag] }
        if common > 0 { best = max(best, common / (own * later + 1e-12).squareRoot()) }
        let first = samples[start + lag]
        let next = lag < lags.upperBound ? samples[start + lag + window] : first
        later = max(0, later + next * next - first * first)
      }
      return min(1, best)
    }
  }
}
