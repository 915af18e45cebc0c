import Libav

/// The sound of a clip, made anew: mixed to one channel, placed on the picture's clock, amplified
/// under the limiter, encoded.
struct SoundTrack {
  var plan: Plan.Sound
  /// Seconds on the file's clock that become the start.
  var origin: Double
  /// Seconds from the start that are kept at most.
  var length: Double?

  /// Sound and picture that drift further apart than this are brought together again, seconds.
  private static let tolerance = 0.05

  /// - Returns: the encoder, for the track's description, and all its packets.
  func encode(_ input: Input, stream: Int) throws -> (Encoder, [Packet]) {
    var samples = try read(input, stream: stream)
    if let length {
      samples.removeLast(max(0, samples.count - Int(length * Double(plan.sampleRate))))
    }
    Limiter(gain: plan.gain, ceiling: plan.ceiling - Self.margin, sampleRate: plan.sampleRate)
      .apply(to: &samples)
    let encoder = try Encoder(aacAt: plan.sampleRate, bitRate: plan.bitRate)
    return (encoder, try encoder.encode(samples))
  }

  /// Decibels by which AAC may overshoot what it was given.
  private static let margin = 1.0

  private func read(_ input: Input, stream: Int) throws -> [Float] {
    input.select([stream])
    let decoder = try Decoder(input, stream: stream)
    let resampler = Resampler(.init(sampleRate: plan.sampleRate))
    let packet = try Packet()
    let frame = try Frame()
    var samples: [Float] = []

    func place(at seconds: Double?) {
      guard let seconds else { return }
      let wanted = Int(((seconds - origin) * Double(plan.sampleRate)).rounded())
      let tolerance = samples.isEmpty ? 0 : Int(Self.tolerance * Double(plan.sampleRate))
      if wanted - samples.count > tolerance {
        samples.append(contentsOf: repeatElement(0, count: wanted - samples.count))
      }
    }

    func take() throws {
      while try decoder.receive(into: frame) {
        let time = frame.pts.map { Timestamp(ticks: $0, timeBase: decoder.timeBase).seconds }
        try resampler.convert(frame) { planes, count in
          guard let time, samples.isEmpty, time < origin else {
            place(at: time)
            Downmix.append(planes, count: count, channel: plan.channel, to: &samples)
            return
          }
          // Sound from before the first picture is left out.
          let early = min(count, Int(((origin - time) * Double(plan.sampleRate)).rounded()))
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
        if let length, Double(samples.count) > length * Double(plan.sampleRate) { break }
      }
    } catch let error as AVError where !error.isInterruption {}
    try attempt(nil)
    try resampler.flush { planes, count in
      Downmix.append(planes, count: count, channel: plan.channel, to: &samples)
    }
    return samples
  }
}
