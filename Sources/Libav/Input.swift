import CFFmpeg

/// A demuxer over bytes that we were handed. Opens no other file, follows no reference, and accepts
/// only the containers and codecs of its allow-lists.
package final class Input {
  /// FFmpeg decides by the bytes which of them it is.
  static let containers = "mov,mp4,avi,flv,matroska,webm,mpegts,mpeg,ogg"

  private let context: UnsafeMutablePointer<AVFormatContext>
  private let io: SourceIO
  private let source: ByteSource
  package let streams: [Stream]

  /// Limits on what strangers may send.
  package struct Limits: Sendable {
    package var streams: Int
    package var packetBytes: Int
    package init(streams: Int = 32, packetBytes: Int = 32 << 20) {
      self.streams = streams
      self.packetBytes = packetBytes
    }
  }

  private let limits: Limits

  /// `avformat_open_input`, and `avformat_find_stream_info` where the container's header says too
  /// little.
  package init(_ source: ByteSource, limits: Limits = Limits()) throws {
    LogLine.capture
    LargeBlocks.areLimited
    _ = LogLine.take()
    let io = try SourceIO(source)
    let fresh = try made(avformat_alloc_context(), call: "avformat_alloc_context")
    fresh.pointee.pb = io.pointer
    fresh.pointee.flags |= AVFMT_FLAG_CUSTOM_IO
    fresh.pointee.interrupt_callback = AVIOInterruptCB(
      callback: { opaque in
        guard let opaque else { return 1 }
        return Unmanaged<Watch>.fromOpaque(opaque).takeUnretainedValue().over == nil ? 0 : 1
      }, opaque: Unmanaged.passUnretained(source.watch).toOpaque())
    fresh.pointee.io_open = { _, _, _, _, _ in shim_eperm }
    fresh.pointee.max_streams = Int32(limits.streams)
    fresh.pointee.max_analyze_duration = 5_000_000
    av_opt_set(fresh, "format_whitelist", Self.containers, 0)
    av_opt_set(fresh, "codec_whitelist", Decoder.allowed.joined(separator: ","), 0)
    av_opt_set(fresh, "protocol_whitelist", "none", 0)

    var opened: UnsafeMutablePointer<AVFormatContext>? = fresh
    // On failure FFmpeg frees the context.
    try Libav.check(
      avformat_open_input(&opened, nil, nil, nil), call: "avformat_open_input", subject: "the file")
    let context = try made(opened, call: "avformat_open_input")
    do {
      if Self.wantsStreamInfo(context) {
        try Libav.check(
          avformat_find_stream_info(context, nil), call: "avformat_find_stream_info",
          subject: "the streams")
      }
    } catch {
      avformat_close_input(&opened)
      throw error
    }
    self.context = context
    self.io = io
    self.source = source
    self.limits = limits
    streams = (0..<Int(context.pointee.nb_streams)).compactMap { index in
      context.pointee.streams[index].map(Stream.init)
    }
  }

  deinit {
    var owned: UnsafeMutablePointer<AVFormatContext>? = context
    avformat_close_input(&owned)
  }

  /// MP4 and QuickTime describe their streams in the header; reading ahead costs more than the rest
  /// of opening them.
  private static func wantsStreamInfo(_ context: UnsafeMutablePointer<AVFormatContext>) -> Bool {
    guard demuxer(context).hasPrefix("mov,") else { return true }
    return (0..<Int(context.pointee.nb_streams)).contains { index in
      guard let parameters = context.pointee.streams[index]?.pointee.codecpar.pointee else {
        return false
      }
      return switch parameters.codec_type {
      case AVMEDIA_TYPE_VIDEO: parameters.width <= 0 || parameters.height <= 0
      case AVMEDIA_TYPE_AUDIO: parameters.sample_rate <= 0 || parameters.ch_layout.nb_channels <= 0
      default: false
      }
    }
  }

  private static func demuxer(_ context: UnsafeMutablePointer<AVFormatContext>) -> String {
    name(context.pointee.iformat?.pointee.name) ?? ""
  }

  /// FFmpeg's name of the demuxer, such as `mov,mp4,m4a,3gp,3g2,mj2`.
  package var demuxer: String { Self.demuxer(context) }

  /// The major brand of an ISO base media file; `nil` where there is none.
  package var majorBrand: String? {
    av_dict_get(context.pointee.metadata, "major_brand", nil, 0).map {
      String(cString: $0.pointee.value)
    }
  }

  /// The document type of a Matroska file is not exported by FFmpeg, so callers look at its codecs.
  package var metadataKeys: [String] { Stream.keys(of: context.pointee.metadata) }

  package var watch: Watch { source.watch }

  /// Reads only these streams from here on.
  package func select(_ indices: Set<Int>) {
    for index in 0..<Int(context.pointee.nb_streams) {
      context.pointee.streams[index]?.pointee.discard =
        indices.contains(index) ? AVDISCARD_DEFAULT : AVDISCARD_ALL
    }
  }

  /// The next packet of a selected stream; false at the end. `av_read_frame`.
  ///
  /// - Throws: `AVError` on damage, on a packet over the limit, past the deadline.
  package func read(into packet: Packet) throws -> Bool {
    packet.clear()
    if source.watch.over != nil {
      throw AVError(code: shim_exit, call: "av_read_frame", subject: "reading")
    }
    let result = av_read_frame(context, packet.pointer)
    if result == shim_eof || result == shim_eagain { return false }
    try Libav.check(result, call: "av_read_frame", subject: "reading")
    guard packet.bytes <= limits.packetBytes else {
      throw AVError(
        code: shim_invalid, call: "av_read_frame", subject: "a packet of \(packet.bytes) bytes")
    }
    source.watch.tally.countPacket()
    return true
  }

  func stream(_ index: Int) -> UnsafeMutablePointer<AVStream>? {
    index < Int(context.pointee.nb_streams) ? context.pointee.streams[index] : nil
  }
}
