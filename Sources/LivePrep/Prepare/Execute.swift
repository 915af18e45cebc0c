import Libav

/// Carries out a plan, in memory: the bytes of the file that it asks for.
struct Execute {
  var plan: Plan
  var clip: Clip
  var path: String
  var limits: Preflight.Limits
  var watch: Watch
  var progress: @Sendable (Double) -> Void

  /// - Throws: `LivePrepError`, or `AVError` where FFmpeg fails.
  func run() throws -> ByteSink {
    switch plan.kind {
    case .passthrough: try copyBytes()
    case .remux, .audioOnly: try copyPicture()
    case .transcode: try transcode()
    case .impossible:
      throw LivePrepError(.unfixable, "\(path): nothing can mend it", "\(path)：无法修复")
    }
  }

  private func copyBytes() throws -> ByteSink {
    let source = try ClipFile.open(path, limits: limits, watch: watch)
    return try ByteSink(
      copying: source, limit: max(plan.byteLimit, Int(source.size) + 1))
  }

  // MARK: The picture as it is

  private func copyPicture() throws -> ByteSink {
    guard let video = clip.videoStream else { throw missing("picture") }
    let input = try open()
    let origin = clip.startTime ?? 0
    let copiesSound = plan.kind == .remux && clip.audioStream != nil
    let wanted = [video] + (copiesSound ? [clip.audioStream ?? video] : [])
    input.select(Set(wanted))
    var packets = [Int: [Packet]]()
    var bytes = 0
    let packet = try Packet()
    while try input.read(into: packet) {
      guard wanted.contains(packet.stream) else { continue }
      bytes += packet.bytes
      guard bytes < plan.byteLimit else { throw tooBig }
      packets[packet.stream, default: []].append(try packet.copy())
    }
    var tracks = wanted.map { stream in
      let timeBase = input.streams[stream].timeBase
      let shift = Timestamp(seconds: -origin, timeBase: timeBase).ticks
      let moved = packets[stream] ?? []
      for packet in moved { packet.shift(by: shift) }
      return Mux.Track(
        origin: .copied(input, stream: stream), packets: moved, timeBase: timeBase)
    }
    if plan.kind == .audioOnly, let sound = try encodeSound(origin: origin, length: nil) {
      tracks.append(sound)
    }
    return try refusingOverrun { try Mux.write(tracks, byteLimit: plan.byteLimit) }
  }

  // MARK: The picture made anew

  /// Seconds by which sound starts early for no other reason than its encoder's padding.
  private static let priming = 0.05

  private func transcode() throws -> ByteSink {
    guard let picture = plan.picture, let stream = clip.videoStream else {
      throw missing("picture")
    }
    let start = clip.startTime ?? 0
    // A window is counted from the first thing seen or heard, the file's clock from anywhere.
    // Where the sound starts clearly earlier, the first frame is shown until the second comes:
    // nothing that was said is cut.
    let sooner = (clip.audioStart ?? 0) < -Self.priming
    let origin = plan.window.map { clip.firstTime + $0.start } ?? (sooner ? clip.firstTime : start)
    let length = plan.window.map { $0.end - $0.start }
    // The sound is made meanwhile: it is small, and waits for nobody.
    let sound = try Later { try encodeSound(origin: origin, length: length) }

    let rate = Rational(Int32(picture.frameRate[0]), Int32(picture.frameRate[1]))
    let duration = length ?? clip.duration ?? 0
    let budget = Budget(
      byteLimit: plan.byteLimit, duration: duration, frameRate: rate.value ?? 30,
      audioBitRate: clip.audioStream == nil ? 0 : plan.sound?.bitRate ?? 0)
    guard let bitRate = budget.pictureBitRate else { throw tooBig }
    for attempt in Budget.attempts {
      do {
        let input = try open()
        let made = try PictureTrack(
          plan: picture.reduced(to: attempt.side), origin: origin, length: length,
          bitRate: Int(Double(bitRate) * attempt.rate), byteLimit: plan.byteLimit,
          pixelLimit: limits.pixels,
          threads: .init(
            cores: limits.cores,
            work: Double((clip.codedWidth ?? 0) * (clip.codedHeight ?? 0))
              / Double(picture.width * picture.height), codec: clip.videoCodec ?? "")
        ).encode(input, stream: input.streams[stream]) { [progress] seconds in
          progress(min(1, seconds / max(0.1, duration)))
        }
        let track = Mux.Track(
          origin: .encoded(made.encoder), packets: made.packets,
          timeBase: made.encoder.timeBase)
        let tracks = [track] + (try sound.value().map { [try $0.copied()] } ?? [])
        return try Mux.write(tracks, byteLimit: plan.byteLimit)
      } catch is PictureTrack.Overrun {
        continue
      }
    }
    throw tooBig
  }

  private func encodeSound(origin: Double, length: Double?) throws -> Mux.Track? {
    guard let sound = plan.sound, let stream = clip.audioStream else { return nil }
    let track = SoundTrack(plan: sound, origin: origin, length: length ?? limits.decodedSeconds)
    let (encoder, packets) = try track.encode(try open(), stream: stream)
    return Mux.Track(origin: .encoded(encoder), packets: packets, timeBase: encoder.timeBase)
  }

  // MARK: Help

  private func open() throws -> Input {
    try Input(
      try ClipFile.open(path, limits: limits, watch: watch),
      limits: .init(streams: limits.streams, packetBytes: limits.packetBytes))
  }

  private func refusingOverrun<T>(_ body: () throws -> T) throws -> T {
    do { return try body() } catch is PictureTrack.Overrun { throw tooBig }
  }

  private var tooBig: LivePrepError {
    LivePrepError(
      .unfixable,
      "\(path): cannot be brought below \(plan.byteLimit) bytes with a picture that still shows a face; record a shorter clip, or allow more bytes",
      "\(path)：在保证人脸清晰的前提下无法压缩到 \(plan.byteLimit) 字节以下；请缩短录制时长，或放宽大小限制")
  }

  private func missing(_ what: String) -> LivePrepError {
    LivePrepError(.internalError, "\(path): the plan asks for a \(what) that was not measured")
  }
}

extension Mux.Track {
  /// The same track with packets of its own, for another attempt: writing uses them up.
  fileprivate func copied() throws -> Mux.Track {
    var copy = self
    copy.packets = try packets.map { try $0.copy() }
    return copy
  }
}

extension Plan.Picture {
  /// A smaller picture of the same shape, never below what the services accept.
  func reduced(to share: Double) -> Plan.Picture {
    var smaller = self
    let least = max(320 / Double(min(width, height)), 480 / Double(max(width, height)))
    let scale = min(1, max(share, least))
    smaller.width = Int(Double(width) * scale / 2) * 2
    smaller.height = Int(Double(height) * scale / 2) * 2
    return smaller
  }
}
