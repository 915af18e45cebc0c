import CFFmpeg

/// Packets in, frames out, for one stream. Owns its `AVCodecContext`.
package final class Decoder {
  /// Decoders that strangers' clips may reach.
  package static let allowed: [String] = [
    "h264", "hevc", "mpeg4", "h263", "mpeg1video", "mpeg2video", "mjpeg", "vp8", "vp9", "libdav1d",
    "av1", "flv", "vp6f", "theora", "prores", "msmpeg4", "msmpeg4v2",
    "aac", "mp3", "mp3float", "mp2", "mp2float", "opus", "vorbis", "flac", "alac", "ac3", "eac3",
    "amrnb", "amrwb", "pcm_s16le", "pcm_s16be", "pcm_s24le", "pcm_s24be", "pcm_s32le", "pcm_s32be",
    "pcm_f32le", "pcm_f32be", "pcm_u8", "pcm_s8", "pcm_mulaw", "pcm_alaw", "adpcm_ms",
    "adpcm_ima_qt", "adpcm_ima_wav", "adpcm_swf", "nellymoser", "speex",
  ]

  /// Which frames are smoothed at their blocks' edges.
  package enum LoopFilter: Sendable {
    case all
    /// Those that others depend on: good enough for a picture that is reduced afterwards.
    case referenced
    /// None: good enough to see whether a picture decodes, and what is on it.
    case none
  }

  package struct Options: Sendable {
    /// 0: as many as there are cores.
    package var threads: Int
    package var keyFramesOnly: Bool
    package var loopFilter: LoopFilter
    package var maximumPixels: Int
    package init(
      threads: Int = 1, keyFramesOnly: Bool = false, loopFilter: LoopFilter = .all,
      maximumPixels: Int = 4096 * 4096
    ) {
      self.threads = threads
      self.keyFramesOnly = keyFramesOnly
      self.loopFilter = loopFilter
      self.maximumPixels = maximumPixels
    }
  }

  private let context: UnsafeMutablePointer<AVCodecContext>
  private let watch: Watch
  private let subject: String
  package let timeBase: Rational

  /// `avcodec_open2`. Throws where the decoder is unknown or not allowed.
  package init(_ input: Input, stream index: Int, options: Options = Options()) throws {
    guard let stream = input.stream(index) else {
      throw AVError(code: shim_invalid, call: "avcodec_open2", subject: "stream \(index)")
    }
    let parameters = stream.pointee.codecpar
    let id = parameters?.pointee.codec_id ?? AV_CODEC_ID_NONE
    let subject = "stream \(index) (\(String(cString: avcodec_get_name(id))))"
    guard let codec = Self.find(id) else {
      throw AVError(code: shim_enosys, call: "avcodec_find_decoder", subject: subject)
    }
    var made: UnsafeMutablePointer<AVCodecContext>? = try Libav.made(
      avcodec_alloc_context3(codec), call: "avcodec_alloc_context3")
    do {
      let context = try Libav.made(made, call: "avcodec_alloc_context3")
      try check(
        avcodec_parameters_to_context(context, parameters), call: "avcodec_parameters_to_context",
        subject: subject)
      context.pointee.pkt_timebase = stream.pointee.time_base
      context.pointee.thread_count = Int32(options.threads)
      context.pointee.max_pixels = Int64(options.maximumPixels)
      context.pointee.max_samples = 48_000 * 60
      if options.keyFramesOnly { context.pointee.skip_frame = AVDISCARD_NONKEY }
      context.pointee.skip_loop_filter =
        switch options.loopFilter {
        case .all: AVDISCARD_DEFAULT
        case .referenced: AVDISCARD_NONREF
        case .none: AVDISCARD_ALL
        }
      try check(avcodec_open2(context, codec, nil), call: "avcodec_open2", subject: subject)
      self.context = context
    } catch {
      avcodec_free_context(&made)
      throw error
    }
    self.subject = subject
    watch = input.watch
    timeBase = Rational(stream.pointee.time_base)
  }

  /// Decodes what `encoder` makes, as a player would.
  package init(of encoder: Encoder, watch: Watch) throws {
    let subject = "what was encoded"
    var made: UnsafeMutablePointer<AVCodecContext>?
    var parameters = avcodec_parameters_alloc()
    defer { avcodec_parameters_free(&parameters) }
    do {
      let description = try Libav.made(parameters, call: "avcodec_parameters_alloc")
      try encoder.describe(description)
      guard let codec = Self.find(description.pointee.codec_id) else {
        throw AVError(code: shim_enosys, call: "avcodec_find_decoder", subject: subject)
      }
      made = try Libav.made(avcodec_alloc_context3(codec), call: "avcodec_alloc_context3")
      let context = try Libav.made(made, call: "avcodec_alloc_context3")
      try check(
        avcodec_parameters_to_context(context, description), call: "avcodec_parameters_to_context",
        subject: subject)
      context.pointee.pkt_timebase = encoder.timeBase.av
      try check(avcodec_open2(context, codec, nil), call: "avcodec_open2", subject: subject)
      self.context = context
    } catch {
      avcodec_free_context(&made)
      throw error
    }
    self.subject = subject
    self.watch = watch
    timeBase = encoder.timeBase
  }

  static func find(_ id: AVCodecID) -> UnsafePointer<AVCodec>? {
    guard let codec = avcodec_find_decoder(id),
      allowed.contains(String(cString: codec.pointee.name))
    else { return nil }
    return codec
  }

  deinit {
    var owned: UnsafeMutablePointer<AVCodecContext>? = context
    avcodec_free_context(&owned)
  }

  /// Hands over a packet, or with `nil` says that there are no more. `avcodec_send_packet`.
  package func send(_ packet: Packet?) throws {
    if watch.over != nil {
      throw AVError(code: shim_exit, call: "avcodec_send_packet", subject: subject)
    }
    let result = avcodec_send_packet(context, packet?.pointer)
    if result == shim_eof { return }
    try check(result, call: "avcodec_send_packet", subject: subject)
  }

  /// The next frame; false where it wants another packet, or has no more. `avcodec_receive_frame`.
  package func receive(into frame: Frame) throws -> Bool {
    let result = avcodec_receive_frame(context, frame.pointer)
    if result == shim_eagain || result == shim_eof { return false }
    try check(result, call: "avcodec_receive_frame", subject: subject)
    if context.pointee.codec_type == AVMEDIA_TYPE_VIDEO {
      watch.tally.countPicture()
    } else {
      watch.tally.countSound()
    }
    return true
  }

  /// Forgets what it was given, so that the next key frame is decoded as if it were the first.
  /// `avcodec_flush_buffers`.
  package func reset() { avcodec_flush_buffers(context) }
}
