import Libav

/// How loud the speech is by itself: R128's own measure, of the moments that are mostly speech.
struct SpeechLoudness {
  /// LUFS; `nil` where no moment is speech.
  var integrated: Double?

  /// Seconds of a moment, and from one to the next.
  private static let length = 0.4
  private static let hop = 0.1
  /// Seconds of speech in a moment that is judged; shorter words fill no more of it.
  private static let least = 0.15
  /// LUFS below which R128 hears nothing, and LU below the mean at which it stops to listen.
  private static let absoluteGate = -70.0
  private static let relativeGate = 10.0

  /// - Parameter moments: LUFS of the 400 ms that end every 100 ms.
  init(_ moments: [Double], of levels: SpeechLevels) {
    let spoken = moments.enumerated().compactMap { index, loudness -> Double? in
      let end = Double(index + 1) * Self.hop
      let moment = max(0, end - Self.length)...end
      guard loudness > Self.absoluteGate,
        Self.shared(moment, levels.stretches) >= Self.least, Self.shared(moment, levels.pops) == 0
      else { return nil }
      return power(decibels: loudness)
    }
    guard let mean = Self.mean(spoken) else { return }
    let gate = mean / power(decibels: Self.relativeGate)
    integrated = Self.mean(spoken.filter { $0 > gate }).map { decibels(power: $0) }
  }

  /// Seconds of a moment that lie in any of the stretches.
  private static func shared(
    _ moment: ClosedRange<Double>, _ stretches: [ClosedRange<Double>]
  ) -> Double {
    stretches.reduce(0) { sum, stretch in
      sum
        + max(
          0,
          min(moment.upperBound, stretch.upperBound) - max(moment.lowerBound, stretch.lowerBound))
    }
  }

  private static func mean(_ powers: [Double]) -> Double? {
    powers.isEmpty ? nil : powers.reduce(0, +) / Double(powers.count)
  }
}
