import CEbur128

/// The true peak of one channel of sound, as libebur128 finds it between the samples. Owns its
/// `ebur128_state`.
///
/// Looking between samples takes more work than everything else that is measured of sound, and most
/// of it is for nothing: what lies between samples exceeds them by `overshoot` at most. So only
/// stretches are looked at that could hold a higher peak than is known.
package final class TruePeak {
  private let state: UnsafeMutablePointer<ebur128_state>
  /// The last samples, where they were left out.
  private var tail: [Float] = []
  /// Samples that follow a stretch that was looked at and belong to it.
  private var owed = TruePeak.reach
  /// Whether the sample before the next one was looked at.
  private var isContiguous = true

  /// The sum of the magnitudes of libebur128's interpolation filter, of its worst phase.
  private static let overshoot: Float = 2.31
  /// Samples that this filter spans, and some.
  private static let reach = 32
  /// Samples that are looked at or left out together.
  private static let stretch = 256

  /// `ebur128_init`.
  /// - Parameter sampleRate: hertz, 16 to 2,822,400.
  package init(sampleRate: Int) throws {
    let mode = Int32(EBUR128_MODE_TRUE_PEAK.rawValue)
    guard let state = ebur128_init(1, UInt(sampleRate), mode) else {
      throw AVError(code: -22, call: "ebur128_init", subject: "sound at \(sampleRate) Hz")
    }
    self.state = state
  }

  deinit {
    var owned: UnsafeMutablePointer<ebur128_state>? = state
    ebur128_destroy(&owned)
  }

  /// - Parameter highest: the highest sample of all channels so far.
  package func add(_ samples: UnsafePointer<Float>, count: Int, highest: inout Float) {
    var done = 0
    while done < count {
      let step = min(Self.stretch, count - done)
      add(UnsafeBufferPointer(start: samples + done, count: step), highest: &highest)
      done += step
    }
  }

  private func add(_ samples: UnsafeBufferPointer<Float>, highest: inout Float) {
    var peak: Float = 0
    for sample in samples { peak = max(peak, abs(sample)) }
    if peak * Self.overshoot >= highest {
      highest = max(highest, peak)
      // What comes before is quiet, and so is the seam: it cannot look like a peak.
      if !isContiguous { tail.withUnsafeBufferPointer(look) }
      look(at: samples)
      isContiguous = true
      owed = Self.reach
      return
    }
    let after = min(owed, samples.count)
    look(at: UnsafeBufferPointer(rebasing: samples[..<after]))
    owed -= after
    if after < samples.count { isContiguous = false }
    tail.append(contentsOf: samples.suffix(Self.reach))
    tail.removeFirst(max(0, tail.count - Self.reach))
  }

  /// `ebur128_add_frames_float`.
  private func look(at samples: UnsafeBufferPointer<Float>) {
    guard !samples.isEmpty else { return }
    ebur128_add_frames_float(state, samples.baseAddress, samples.count)
  }

  /// dBTP; `nil` for digital silence. `ebur128_true_peak`.
  package var decibels: Double? {
    var peak = 0.0
    guard ebur128_true_peak(state, 0, &peak) == EBUR128_SUCCESS.rawValue, peak > 0 else {
      return nil
    }
    return Libav.decibels(amplitude: peak)
  }
}
