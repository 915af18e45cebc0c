import Libav

/// How loud the sound is when its pops are left out: R128's own measure, of the moments without any.
struct SpeechLoudness {
  /// LUFS; `nil` where no moment passes the gate.
  var integrated: Double?

  /// Seconds of a moment, and from one to the next.
  private static let length = 0.4
  private static let hop = 0.1
  /// LUFS below which R128 hears nothing, and LU below the mean at which it stops to listen.
  private static let absoluteGate = -70.0
  private static let relativeGate = 10.0

  /// - Parameters:
  ///   - moments: LUFS of the 400 ms that end every 100 ms.
  ///   - pops: seconds from the start of the sound.
  init(_ moments: [Double], without pops: [ClosedRange<Double>]) {
    let calm = moments.enumerated().compactMap { index, loudness -> Double? in
      let end = Double(index + 1) * Self.hop
      let isTorn = pops.contains { $0.overlaps(end - Self.length...end) }
      return loudness > Self.absoluteGate && !isTorn ? power(decibels: loudness) : nil
    }
    guard let mean = Self.mean(calm) else { return }
    let gate = mean / power(decibels: Self.relativeGate)
    integrated = Self.mean(calm.filter { $0 > gate }).map { decibels(power: $0) }
  }

  private static func mean(_ powers: [Double]) -> Double? {
    powers.isEmpty ? nil : powers.reduce(0, +) / Double(powers.count)
  }
}
