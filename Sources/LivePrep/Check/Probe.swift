import Libav

/// Measures a clip in one pass over its bytes: every packet's time, all of the sound, and of the
/// picture what the depth asks for.
struct Probe {
  /// What was measured, and what the frames look like that were decoded.
  struct Measurement {
    var clip = Clip()
    var looks: [PictureProbe.Look] = []
  }

  var profile: Profile
  var depth: Depth
  var limits: Preflight.Limits
  var watch: Watch
  /// Seconds between two key frames that are decoded.
  var sampling = Self.close

  /// What a report is made from.
  static let close = 0.4
  /// Enough to decide on the work, and to know the clip again.
  static let wide = 2.9

  /// - Parameter progress: share of the bytes that have been read, 0 to 1.
  /// - Throws: `Unreadable` where nothing can be read at all, `AVError` past the deadline; damage
  ///   further in is described in the clip.
  func measure(
    _ source: ByteSource, progress: (Double) -> Void = { _ in }
  ) throws -> Measurement {
    do {
      return try read(source, progress: progress)
    } catch let error as AVError where watch.over == nil {
      throw error.unreadable
    }
  }

  private func read(
    _ source: ByteSource, progress: (Double) -> Void
  ) throws -> Measurement {
    let input = try Input(
      source, limits: .init(streams: limits.streams, packetBytes: limits.packetBytes))
    var clip = Clip()
    clip.bytes = source.size
    clip.container = Container.name(of: input, head: source.head(64))
    clip.privateTags = PrivateTags.among(input.metadataKeys + input.streams.flatMap(\.metadataKeys))
    let tracks = Tracks(input.streams)
    clip.videoTracks = tracks.video.count
    clip.audioTracks = tracks.audio.count
    clip.otherTracks = tracks.other
    guard let picture = tracks.bestVideo else { return Measurement(clip: clip) }
    clip.videoStream = picture.index
    clip.videoCodec = picture.codec
    guard picture.isDecodable else {
      clip.damage.append(
        Words(
          "pictures of the kind \(picture.codec) cannot be decoded", "无法解码 \(picture.codec) 编码的画面"))
      return Measurement(clip: clip)
    }

    let pictures = try PictureProbe(
      input, stream: picture, depth: depth, sampling: sampling,
      gap: profile.maximumFrameGap, limits: limits)
    var probes: [Int: SoundProbe] = [:]
    for track in tracks.audible {
      probes[track.index] = try SoundProbe(
        input, stream: track.index, longest: limits.decodedSeconds)
    }
    input.select(Set([picture.index] + probes.keys))
    let packet = try Packet()
    do {
      while try input.read(into: packet) {
        if packet.stream == picture.index {
          try pictures.take(packet)
        } else {
          try probes[packet.stream]?.take(packet)
        }
        progress(Double(source.bytesRead) / Double(max(1, source.size)))
      }
    } catch let error as AVError where !error.isInterruption {
      clip.damage.append(
        Words("reading stops before the end: \(error.reason)", "读取提前中断：\(error.reason)"))
    }
    try pictures.finish()
    for probe in probes.values { try probe.take(nil) }
    if watch.over != nil { throw AVError.interrupted }

    pictures.describe(&clip, stream: picture)
    let sound = tracks.audible.best { probes[$0.index]?.rank ?? 0 }
    let sounds = sound.flatMap { probes[$0.index] }
    describeTimes(&clip, pictures, sounds, input)
    clip.audioCodec = (sound ?? tracks.audio.first)?.codec
    if let sound, let sounds {
      if sounds.isUsable { clip.audioStream = sound.index }
      sounds.describe(
        &clip, profile: profile, clipStart: min(pictures.start ?? 0, sounds.start ?? 0))
    }
    return Measurement(clip: clip, looks: pictures.looks)
  }

  private func describeTimes(
    _ clip: inout Clip, _ pictures: PictureProbe, _ sounds: SoundProbe?, _ input: Input
  ) {
    let starts = [pictures.start, sounds?.start].compactMap { $0 }
    let ends = [pictures.end, sounds?.end].compactMap { $0 }
    clip.startTime = pictures.start
    if let start = starts.min(), let end = ends.max() { clip.duration = end - start }
    if let sounds, let start = sounds.start, let end = sounds.end {
      clip.audioStart = pictures.start.map { start - $0 }
      clip.audioEnd = pictures.end.map { end - $0 }
    }
  }
}

/// Which streams of a file are taken.
struct Tracks {
  var video: [Stream]
  var audio: [Stream]
  /// Data, subtitles, cover art.
  var other: Int

  init(_ streams: [Stream]) {
    video = streams.filter { $0.kind == .video && !$0.isAttachedPicture }
    audio = streams.filter { $0.kind == .audio }
    other = streams.count - video.count - audio.count
  }

  /// The largest that decodes and is not known to be empty or a still, as the one that goes with a
  /// motion photo; of equals the first.
  var bestVideo: Stream? {
    video.best { stream in
      let area = Double(stream.width * stream.height)
      return (stream.isDecodable ? area : 0)
        + (stream.packets > 1 ? 2e12 : stream.packets > 0 ? 1e12 : 0)
    }
  }

  /// Sound tracks that are listened to; what a stranger adds beyond the fourth is not.
  var audible: [Stream] { Array(audio.filter(\.isDecodable).prefix(4)) }
}

extension [Stream] {
  /// The one of the highest rank; of equals the first.
  func best(by rank: (Stream) -> Double) -> Stream? {
    var winner: (stream: Stream, rank: Double)?
    for stream in self {
      let rank = rank(stream)
      if winner.map({ rank > $0.rank }) ?? true { winner = (stream, rank) }
    }
    return winner?.stream
  }
}

/// What a file is by its bytes.
enum Container {
  /// - Parameter head: the first bytes of the file.
  static func name(of input: Input, head: [UInt8]) -> String {
    switch input.demuxer.split(separator: ",").first {
    case "mov": brand(input.majorBrand)
    case "matroska": contains(head, "webm") ? "webm" : "matroska"
    case let other?: String(other)
    case nil: "unknown"
    }
  }

  /// A QuickTime file is no MP4, nor is a 3GP file, whatever their names end in. Files older than
  /// the brands are QuickTime.
  private static func brand(_ brand: String?) -> String {
    guard let brand else { return "mov" }
    if brand.hasPrefix("qt") { return "mov" }
    if brand.hasPrefix("3g") { return "3gp" }
    return "mp4"
  }

  private static func contains(_ bytes: [UInt8], _ word: String) -> Bool {
    let word = Array(word.utf8)
    return bytes.indices.contains { bytes[$0...].starts(with: word) }
  }
}

/// Tags that tell where, with what or by whom a clip was filmed.
enum PrivateTags {
  private static let parts = [
    "location", "gps", "xyz", "manufacturer", "artist", "author", "owner", "device", "quicktime",
    "android", "director", "performer",
  ]
  private static let words: Set<String> = ["make", "model"]

  /// Their names, in order, each once.
  static func among(_ keys: [String]) -> [String] {
    Set(
      keys.filter { key in
        let name = key.lowercased()
        return words.contains(name) || parts.contains { name.contains($0) }
      }
    ).sorted()
  }
}
