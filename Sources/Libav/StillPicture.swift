import CFFmpeg

/// One picture in a file of its own, decoded to see whether it can be.
package enum StillPicture {
  /// What `decode` takes; FFmpeg's names of the decoders.
  package enum Kind: String, Sendable { case mjpeg, png }

  /// Decodes the whole file and drops the pixels. A flaw that a viewer would paper over is an error.
  /// `avcodec_send_packet`.
  ///
  /// - Parameter maximumPixels: more are not decoded, but an error; with the margins that the decoder
  ///   adds to each side.
  /// - Returns: the size of the picture in pixels, as stored.
  package static func decode(
    _ bytes: [UInt8], as kind: Kind, maximumPixels: Int
  ) throws -> (width: Int, height: Int) {
    LogLine.capture
    _ = LogLine.take()
    let subject = "the picture (\(kind.rawValue))"
    guard let codec = avcodec_find_decoder_by_name(kind.rawValue) else {
      throw AVError(code: shim_enosys, call: "avcodec_find_decoder_by_name", subject: subject)
    }
    var owned = avcodec_alloc_context3(codec)
    defer { avcodec_free_context(&owned) }
    let context = try made(owned, call: "avcodec_alloc_context3")
    context.pointee.thread_count = 1
    context.pointee.max_pixels = Int64(maximumPixels)
    context.pointee.err_recognition =
      AV_EF_CRCCHECK | AV_EF_BITSTREAM | AV_EF_BUFFER | AV_EF_EXPLODE
    try check(avcodec_open2(context, codec, nil), call: "avcodec_open2", subject: subject)

    let packet = try Packet()
    try check(
      av_new_packet(packet.pointer, Int32(clamping: bytes.count)), call: "av_new_packet",
      subject: subject)
    bytes.withUnsafeBytes { source in
      UnsafeMutableRawBufferPointer(
        start: packet.pointer.pointee.data, count: Int(packet.pointer.pointee.size)
      ).copyMemory(from: UnsafeRawBufferPointer(rebasing: source.prefix(packet.bytes)))
    }
    let frame = try Frame()
    try check(
      avcodec_send_packet(context, packet.pointer), call: "avcodec_send_packet", subject: subject)
    try check(
      avcodec_send_packet(context, nil), call: "avcodec_send_packet", subject: subject)
    try check(
      avcodec_receive_frame(context, frame.pointer), call: "avcodec_receive_frame",
      subject: subject)
    guard !frame.isDamaged else {
      throw AVError(
        code: shim_invalid, call: "avcodec_receive_frame", subject: subject, log: LogLine.take())
    }
    return (frame.width, frame.height)
  }
}
