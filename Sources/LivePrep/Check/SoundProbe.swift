import Libav

/// Measures the sound of a clip, packet by packet.
final class SoundProbe {
  private let decoder: Decoder
  private let resampler = Resampler()
  private let frame: Frame
  private let longest: Double
  private var meter: SoundMeter?
  private var packets = 0
  private var failures = 0
  /// Holes: where, in seconds of sound, and how many seconds are missing up to there.
  private var gaps: [(place: Double, missing: Double)] = []
  /// Seconds on the clip's own clock.
  private(set) var start: Double?
  private(set) var end: Double?

  /// - Parameter longest: seconds that are decoded at most.
  init(_ input: Input, stream: Int, longest: Double) throws {
    decoder = try Decoder(input, stream: stream)
    frame = try Frame()
    self.longest = longest
  }

  /// - Parameter packet: `nil` at the end.
  func take(_ packet: Packet?) throws {
    if packet != nil { packets += 1 }
    do {
      try decoder.send(packet)
      while try decoder.receive(into: frame) { try measure() }
    } catch let error as AVError where !error.isInterruption {
      failures += 1
    }
  }

  private func measure() throws {
    try resampler.convert(frame) { planes, count in
      let meter =
        try self.meter
        ?? SoundMeter(
          channels: resampler.channels, sampleRate: resampler.sampleRate)
      self.meter = meter
      guard Double(meter.samples + count) / Double(meter.sampleRate) <= longest else {
        throw Unreadable(
          "more than \(Int(longest)) s of sound are over the limit; record a shorter clip",
          "声音超过上限 \(Int(longest)) 秒，请缩短录制时长")
      }
      let heard = Double(meter.samples) / Double(meter.sampleRate)
      meter.add(planes, count: count)
      let length = Double(count) / Double(meter.sampleRate)
      let time =
        frame.pts.map { Timestamp(ticks: $0, timeBase: decoder.timeBase).seconds } ?? end ?? 0
      let begin = start ?? time
      start = begin
      let missing = gaps.last?.missing ?? 0
      let gap = SoundGap.length(after: begin + heard + missing, before: time)
      if gap > 0 { gaps.append((heard, missing + gap)) }
      end = max(end ?? time, time + length)
    }
  }

  /// Seconds from the start at which so many seconds of sound have been heard.
  private func clock(_ heard: Double) -> Double {
    heard + (gaps.last { $0.place < heard }?.missing ?? 0)
  }

  /// Of several tracks the loudest is taken: higher is louder, any that decodes is above 0.
  var rank: Double {
    guard let meter else { return 0 }
    return 1000 + (meter.integratedLoudness ?? -200)
  }

  /// Whether anything could be decoded.
  var isUsable: Bool { meter != nil }

  func describe(_ clip: inout Clip, profile: Profile, clipStart: Double) {
    guard let meter else { return }
    if failures * 10 > packets {
      clip.damage.append(
        Words(
          "\(failures) of \(packets) packets of sound cannot be decoded",
          "\(packets) 个音频包中有 \(failures) 个无法解码"))
    }
    clip.sampleRate = meter.sampleRate
    clip.channels = meter.channels
    clip.integratedLoudness = meter.integratedLoudness
    clip.maxMomentaryLoudness = meter.maximumMomentary
    clip.truePeak = meter.truePeak
    let total = meter.samples * meter.channels
    clip.clippedShare = total > 0 ? Double(meter.clippedSamples) / Double(total) : nil

    let choice = ChannelChoice(meter)
    clip.betterChannel = choice.channel
    clip.monoOffset = choice.offset
    let levels = SpeechLevels(
      energies: choice.energies(meter), periodicity: meter.periodicity(ofChannel: choice.channel),
      audible: profile.audibleLoudness)
    clip.speechLoudness =
      levels.pops.isEmpty
      ? meter.integratedLoudness
      : SpeechLoudness(meter.moments, without: levels.pops).integrated
    clip.noiseFloor = levels.noiseFloor
    clip.speechLevel = levels.speechLevel
    clip.speechSeconds = levels.speechSeconds
    clip.soundSeconds = levels.soundSeconds
    let lead = (start ?? 0) - clipStart
    clip.speechStart = levels.stretches.first.map { lead + clock($0.lowerBound) }
    clip.speechEnd = levels.stretches.last.map { lead + clock($0.upperBound) }
  }
}

/// Whether the channels may be mixed, or would cancel each other out.
struct ChannelChoice {
  /// `nil`: the mix.
  var channel: Int?
  /// dB of what is heard of the one channel against all of them.
  var offset: Double?

  /// One channel of two, the other silent, mixes to 6 dB less: that is worth taking it alone, too.
  private static let worst = 5.0

  init(_ meter: SoundMeter) {
    let all = meter.channelEnergies.reduce(0, +)
    guard all > 0 else { return }
    let best = meter.channelEnergies.indices.max {
      meter.channelEnergies[$0] < meter.channelEnergies[$1]
    }
    let bestEnergy = best.map { meter.channelEnergies[$0] } ?? 0
    if meter.channels > 1, decibels(power: bestEnergy / max(1e-12, meter.mixEnergy)) > Self.worst {
      channel = best
    }
    offset = decibels(power: max(1e-12, (channel == nil ? meter.mixEnergy : bestEnergy) / all))
  }

  /// The energies to look for speech in.
  func energies(_ meter: SoundMeter) -> [Float] {
    channel.map { meter.energies(ofChannel: $0) } ?? meter.mixEnergies
  }
}
