import Libav

/// Measures by decoding everything: every frame, every sample.
struct LibavMeter: VideoMeter {
  /// Seconds that one video may take.
  static let patience = 30.0
  /// Seconds of picture and sound after which enough is known.
  static let enough = 60.0
  /// Share of frames that the decoder had to guess at; more is no picture of anybody.
  static let tolerableDamage = 0.1

  func measure(_ video: ArraySlice<UInt8>) throws(Unmeasurable) -> VideoMeasure {
    let input: Input
    do {
      let source = ByteSource(
        ByteSink(holding: Array(video)), watch: Watch(seconds: Self.patience))
      input = try Input(source, limits: Input.Limits(streams: 16, packetBytes: 8 << 20))
    } catch {
      throw .unknownFormat
    }
    guard
      let picture = input.streams.first(where: { $0.kind == .video && !$0.isAttachedPicture })
    else { throw .unknownFormat }
    let sound = input.streams.first { $0.kind == .audio && $0.isDecodable }
    do {
      return try Self.decode(input, picture, sound)
    } catch {
      throw .damaged
    }
  }

  private static func decode(
    _ input: Input, _ picture: Stream, _ sound: Stream?
  ) throws -> VideoMeasure {
    input.select(Set([picture.index, sound?.index].compactMap(\.self)))
    let pictureDecoder = try Decoder(input, stream: picture.index)
    let soundDecoder = try sound.map { try Decoder(input, stream: $0.index) }
    let ear = Ear()
    var clock = Clock()
    let packet = try Packet()
    let frame = try Frame()
    func drainPicture() throws {
      while try pictureDecoder.receive(into: frame) { clock.see(frame, of: picture) }
    }
    func drainSound() throws {
      guard let soundDecoder else { return }
      while try soundDecoder.receive(into: frame) { try ear.hear(frame) }
    }
    while try input.read(into: packet), clock.seconds < enough {
      if packet.isCorrupt { throw Unmeasurable.damaged }
      if packet.stream == picture.index {
        try pictureDecoder.send(packet)
        try drainPicture()
      } else {
        try soundDecoder?.send(packet)
        try drainSound()
      }
    }
    try pictureDecoder.send(nil)
    try drainPicture()
    try soundDecoder?.send(nil)
    try drainSound()

    if Double(clock.damaged) > Double(clock.frames) * tolerableDamage {
      throw Unmeasurable.damaged
    }

    let stored = (width: picture.width, height: picture.height)
    let aspect = picture.sampleAspect?.value ?? 1
    let square = (width: Int((Double(stored.width) * aspect).rounded()), height: stored.height)
    let isTurned = picture.orientation.swapsSides
    return VideoMeasure(
      container: container(of: input), codedWidth: stored.width, codedHeight: stored.height,
      width: isTurned ? square.height : square.width,
      height: isTurned ? square.width : square.height,
      duration: clock.seconds, frames: clock.frames, loudness: try ear.finish())
  }

  /// QuickTime and 3GP share MP4's demuxer, not its brand.
  private static func container(of input: Input) -> String {
    guard input.demuxer.hasPrefix("mov,") else { return input.demuxer }
    let brand = input.majorBrand ?? "qt  "
    return brand.hasPrefix("qt") ? "mov" : (brand.hasPrefix("3g") ? "3gp" : "mp4")
  }

  /// From the first frame's time to the end of the last one's.
  private struct Clock {
    var frames = 0
    var damaged = 0
    private var first = Double.infinity
    private var last = -Double.infinity
    private var declaredStep = 0.0

    mutating func see(_ frame: Frame, of stream: Stream) {
      frames += 1
      if frame.isDamaged { damaged += 1 }
      if let rate = stream.frameRate?.value { declaredStep = 1 / rate }
      guard let pts = frame.pts else { return }
      let seconds = Timestamp(ticks: pts, timeBase: stream.timeBase).seconds
      first = min(first, seconds)
      last = max(last, seconds)
    }

    var seconds: Double {
      guard last >= first else { return Double(frames) * declaredStep }
      let step = frames > 1 ? (last - first) / Double(frames - 1) : declaredStep
      return last - first + step
    }
  }

  /// Loudness over whatever the decoder gives.
  private final class Ear {
    private let resampler = Resampler()
    private var loudness: Loudness?

    func hear(_ frame: Frame) throws {
      try resampler.convert(frame) { planes, count in try add(planes, count) }
    }

    /// - Returns: `nil` where nothing was decoded.
    func finish() throws -> (integrated: Double, momentary: Double)? {
      try resampler.flush { planes, count in try add(planes, count) }
      return loudness.map { ($0.integrated ?? -.infinity, $0.maximumMomentary) }
    }

    private func add(_ planes: [UnsafePointer<Float>], _ count: Int) throws {
      let meter =
        try loudness ?? Loudness(channels: planes.count, sampleRate: resampler.sampleRate)
      loudness = meter
      meter.add(planes, count: count)
    }
  }
}
