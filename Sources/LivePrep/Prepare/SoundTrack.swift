import Libav

/// The sound of a clip, made anew: mixed to one channel, placed on the picture's clock, amplified
/// under the limiter, encoded.
struct SoundTrack {
  var plan: Plan.Sound
  /// Seconds on the file's clock that become the start.
  var origin: Double
  /// Seconds from the start that are kept at most.
  var length: Double

  /// - Returns: the encoder, for the track's description, and all its packets.
  func encode(_ input: Input, stream: Int) throws -> (Encoder, [Packet]) {
    var samples = try read(input, stream: stream)
    samples.removeLast(max(0, samples.count - most))
    return try encode(samples, watch: input.watch)
  }

  /// What the limiter takes away from the loudness is given back as gain, and what encoding adds to
  /// the peaks, which depends on the sound, is taken away: both are measured, not guessed.
  private func encode(_ samples: [Float], watch: Watch) throws -> (Encoder, [Packet]) {
    var ceiling = plan.ceiling - Self.overshoot
    var gain = plan.gain
    var attempt = 0
    while true {
      var limited = samples
      Limiter(gain: gain, ceiling: ceiling, sampleRate: plan.sampleRate).apply(to: &limited)
      attempt += 1
      if attempt < Self.attempts, let missing = try loudnessMissing(in: limited, at: gain) {
        gain += missing
        continue
      }
      let encoder = try Encoder(aacAt: plan.sampleRate, bitRate: plan.bitRate)
      let packets = try encoder.encode(limited)
      guard attempt < Self.attempts, limited.contains(where: { abs($0) > Self.suspicious }),
        let peak = try truePeak(of: packets, by: encoder, watch: watch),
        peak > plan.ceiling - Self.doubt
      else { return (encoder, packets) }
      ceiling -= peak - plan.ceiling + 2 * Self.doubt
    }
  }

  /// Decibels that are still to be added; `nil` where it is loud enough, or no more may be.
  private func loudnessMissing(in samples: [Float], at gain: Double) throws -> Double? {
    guard let target = plan.loudness else { return nil }
    let loudness = try Loudness(channels: 1, sampleRate: plan.sampleRate)
    samples.withUnsafeBufferPointer { buffer in
      if let base = buffer.baseAddress { loudness.add([base], count: buffer.count) }
    }
    guard let reached = loudness.integrated else { return nil }
    let missing = min(target - reached, plan.maximumGain - gain)
    return missing > Self.worthwhile ? missing : nil
  }

  /// Decibels.
  private static let worthwhile = 1.0
  /// Decibels by which two meters of true peaks differ.
  private static let doubt = 0.25

  /// Decibels by which AAC overshoots as a rule.
  private static let overshoot = 0.7
  private static let attempts = 6
  /// Sound below half of full scale is far from every sensible ceiling.
  private static let suspicious: Float = 0.5

  private func truePeak(of packets: [Packet], by encoder: Encoder, watch: Watch) throws -> Double? {
    let decoder = try Decoder(of: encoder, watch: watch)
    let resampler = Resampler()
    let peak = try TruePeak(sampleRate: plan.sampleRate)
    var highest: Float = 0
    let frame = try Frame()
    for packet in packets.map(Optional.some) + [nil] {
      try decoder.send(packet)
      while try decoder.receive(into: frame) {
        try resampler.convert(frame) { planes, count in
          peak.add(planes[0], count: count, highest: &highest)
        }
      }
    }
    return peak.decibels
  }

  /// Samples that are kept at most.
  private var most: Int { Int(nearest: length * Double(plan.sampleRate)) }

  private func read(_ input: Input, stream: Int) throws -> [Float] {
    input.select([stream])
    let decoder = try Decoder(input, stream: stream)
    let resampler = Resampler(.init(sampleRate: plan.sampleRate))
    let packet = try Packet()
    let frame = try Frame()
    var samples: [Float] = []

    /// Silence up to where the next sound belongs; false where that is beyond the end.
    func place(at seconds: Double?) -> Bool {
      guard let seconds else { return true }
      let gap = SoundGap.length(
        after: Double(samples.count) / Double(plan.sampleRate), before: seconds - origin,
        isFirst: samples.isEmpty)
      let missing = Int(nearest: gap * Double(plan.sampleRate))
      guard samples.count + missing < most else { return false }
      samples.append(contentsOf: repeatElement(0, count: missing))
      return true
    }

    func take() throws {
      while try decoder.receive(into: frame) {
        let time = frame.pts.map { Timestamp(ticks: $0, timeBase: decoder.timeBase).seconds }
        try resampler.convert(frame) { planes, count in
          guard let time, samples.isEmpty, time < origin else {
            if place(at: time) {
              Downmix.append(planes, count: count, channel: plan.channel, to: &samples)
            }
            return
          }
          // Sound from before the first picture is left out.
          let early = min(count, Int(nearest: (origin - time) * Double(plan.sampleRate)))
          Downmix.append(
            planes.map { $0 + early }, count: count - early, channel: plan.channel, to: &samples)
        }
      }
    }

    func attempt(_ packet: Packet?) throws {
      // A packet that cannot be decoded leaves a gap, which the next one's time fills.
      do {
        try decoder.send(packet)
        try take()
      } catch let error as AVError where !error.isInterruption {}
    }

    do {
      while try input.read(into: packet) {
        guard packet.stream == stream else { continue }
        try attempt(packet)
        if samples.count > most { break }
      }
    } catch let error as AVError where !error.isInterruption {}
    try attempt(nil)
    try resampler.flush { planes, count in
      Downmix.append(planes, count: count, channel: plan.channel, to: &samples)
    }
    return samples
  }
}
