import CFFmpeg

/// A muxer that writes MP4 with its index in front into a `ByteSink`, without tags of any kind.
package final class Output {
  private let context: UnsafeMutablePointer<AVFormatContext>
  private let io: SinkIO
  private let sink: ByteSink
  private var reader: SinkIO?

  /// `avformat_alloc_output_context2`.
  package init(to sink: ByteSink) throws {
    LogLine.capture
    let io = try SinkIO(sink, isWriting: true)
    var allocated: UnsafeMutablePointer<AVFormatContext>?
    try check(
      avformat_alloc_output_context2(&allocated, nil, "mp4", nil),
      call: "avformat_alloc_output_context2", subject: "MP4")
    context = try made(allocated, call: "avformat_alloc_output_context2")
    context.pointee.pb = io.pointer
    context.pointee.flags |= AVFMT_FLAG_CUSTOM_IO | AVFMT_FLAG_BITEXACT
    self.io = io
    self.sink = sink
  }

  deinit { avformat_free_context(context) }

  /// A track of what `encoder` makes. Returns its index.
  package func add(_ encoder: Encoder) throws -> Int {
    let stream = try made(avformat_new_stream(context, nil), call: "avformat_new_stream")
    try encoder.describe(stream)
    return Int(stream.pointee.index)
  }

  /// A track of packets that are copied from `input`. Returns its index.
  /// - Parameter orientation: kept as the track's display matrix.
  package func add(copying index: Int, of input: Input) throws -> Int {
    guard let source = input.stream(index) else {
      throw AVError(code: shim_invalid, call: "avformat_new_stream", subject: "stream \(index)")
    }
    let stream = try made(avformat_new_stream(context, nil), call: "avformat_new_stream")
    try check(
      avcodec_parameters_copy(stream.pointee.codecpar, source.pointee.codecpar),
      call: "avcodec_parameters_copy", subject: "stream \(index)")
    // The tag belongs to the container that it came from.
    stream.pointee.codecpar.pointee.codec_tag = 0
    stream.pointee.time_base = source.pointee.time_base
    stream.pointee.avg_frame_rate = source.pointee.avg_frame_rate
    stream.pointee.sample_aspect_ratio = source.pointee.sample_aspect_ratio
    var size = 0
    if let matrix = av_stream_get_side_data(source, AV_PKT_DATA_DISPLAYMATRIX, &size),
      let copy = av_stream_new_side_data(stream, AV_PKT_DATA_DISPLAYMATRIX, size)
    {
      copy.update(from: matrix, count: size)
    }
    return Int(stream.pointee.index)
  }

  /// `avformat_write_header`. MP4's index comes in front: the muxer moves it there at the end, for
  /// which it opens what it wrote a second time.
  package func begin() throws {
    context.pointee.opaque = Unmanaged.passUnretained(self).toOpaque()
    context.pointee.io_open = { context, io, _, flags, _ in
      guard let opaque = context?.pointee.opaque, flags & AVIO_FLAG_WRITE == 0 else {
        return shim_eperm
      }
      let output = Unmanaged<Output>.fromOpaque(opaque).takeUnretainedValue()
      guard let reader = try? SinkIO(output.sink, isWriting: false) else { return shim_enomem }
      output.reader = reader
      io?.pointee = reader.pointer
      return 0
    }
    context.pointee.io_close2 = { context, _ in
      guard let opaque = context?.pointee.opaque else { return 0 }
      Unmanaged<Output>.fromOpaque(opaque).takeUnretainedValue().reader = nil
      return 0
    }
    var options: OpaquePointer?
    defer { av_dict_free(&options) }
    av_dict_set(&options, "movflags", "+faststart", 0)
    av_dict_set(&options, "brand", "isom", 0)
    try check(
      avformat_write_header(context, &options), call: "avformat_write_header", subject: "MP4")
  }

  /// Hands a packet over, whose times are in `timeBase`; it is written in the order of time.
  /// `av_interleaved_write_frame`.
  package func write(_ packet: Packet, track: Int, timeBase: Rational) throws {
    guard let stream = context.pointee.streams[track] else { return }
    packet.pointer.pointee.stream_index = Int32(track)
    av_packet_rescale_ts(packet.pointer, timeBase.av, stream.pointee.time_base)
    packet.pointer.pointee.pos = -1
    try check(
      av_interleaved_write_frame(context, packet.pointer), call: "av_interleaved_write_frame",
      subject: "MP4")
  }

  /// `av_write_trailer`.
  package func finish() throws {
    try check(av_write_trailer(context), call: "av_write_trailer", subject: "MP4")
    avio_flush(io.pointer)
  }
}

extension Packet {
  /// Moves the packet in time, in ticks of its own time base. What a stranger put at the end of all
  /// time wraps around, and the verification finds it in the wrong place.
  package func shift(by ticks: Int64) {
    if pointer.pointee.pts != shim_nopts { pointer.pointee.pts &+= ticks }
    if pointer.pointee.dts != shim_nopts { pointer.pointee.dts &+= ticks }
  }
}
