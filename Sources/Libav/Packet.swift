import CFFmpeg

/// Compressed data of one stream. Owns its `AVPacket`; reused from one read to the next.
///
/// Handed from thread to thread, never shared: whoever passes it on lets go of it.
package final class Packet: @unchecked Sendable {
  let pointer: UnsafeMutablePointer<AVPacket>

  /// `av_packet_alloc`.
  package init() throws { pointer = try made(av_packet_alloc(), call: "av_packet_alloc") }

  deinit {
    var owned: UnsafeMutablePointer<AVPacket>? = pointer
    av_packet_free(&owned)
  }

  package var stream: Int { Int(pointer.pointee.stream_index) }
  package var bytes: Int { Int(pointer.pointee.size) }
  package var isKey: Bool { pointer.pointee.flags & AV_PKT_FLAG_KEY != 0 }
  package var isCorrupt: Bool { pointer.pointee.flags & AV_PKT_FLAG_CORRUPT != 0 }
  /// Decoded but not shown: what an edit list cuts away.
  package var isDiscarded: Bool { pointer.pointee.flags & AV_PKT_FLAG_DISCARD != 0 }
  /// Lets the decoder hand out what an edit list cuts away.
  package func keep() { pointer.pointee.flags &= ~AV_PKT_FLAG_DISCARD }
  /// In ticks of the stream.
  package var pts: Int64? { pointer.pointee.pts == shim_nopts ? nil : pointer.pointee.pts }
  package var dts: Int64? { pointer.pointee.dts == shim_nopts ? nil : pointer.pointee.dts }
  package var duration: Int64 { pointer.pointee.duration }

  /// A second owner of the same bytes. `av_packet_clone`.
  package func copy() throws -> Packet {
    let copy = try Packet()
    try check(
      av_packet_ref(copy.pointer, pointer), call: "av_packet_ref", subject: "a packet")
    return copy
  }

  func clear() { av_packet_unref(pointer) }
}
