import CFFmpeg
import Glibc

/// The bytes that a demuxer reads: one open file or a buffer, and nothing else. There is no protocol
/// behind it, so nothing inside a clip can make FFmpeg open another file or a socket.
package final class ByteSource {
  private enum Storage {
    case file(descriptor: Int32)
    case memory(ByteSink)
  }

  private let storage: Storage
  package let size: Int64
  package private(set) var bytesRead: Int64 = 0
  private var position: Int64 = 0
  let watch: Watch

  /// - Parameter descriptor: of a regular file, opened for reading; owned from here on.
  package init(descriptor: Int32, size: Int64, watch: Watch) {
    storage = .file(descriptor: descriptor)
    self.size = size
    self.watch = watch
  }

  package init(_ sink: ByteSink, watch: Watch) {
    storage = .memory(sink)
    size = Int64(sink.count)
    self.watch = watch
  }

  deinit {
    if case .file(let descriptor) = storage { close(descriptor) }
  }

  /// The first bytes, without moving where the demuxer stands.
  package func head(_ count: Int) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      guard let base = buffer.baseAddress else { return }
      switch storage {
      case .file(let descriptor): filled = max(0, pread(descriptor, base, count, 0))
      case .memory(let sink): filled = max(0, sink.copy(from: 0, count: count, into: base))
      }
    }
  }

  fileprivate func read(into buffer: UnsafeMutablePointer<UInt8>, count: Int) -> Int32 {
    guard watch.over == nil else { return shim_exit }
    let taken: Int
    switch storage {
    case .file(let descriptor):
      taken = pread(descriptor, buffer, count, Int(position))
      guard taken >= 0 else { return shim_eio }
      watch.tally.count(bytesRead: taken)
    case .memory(let sink):
      taken = sink.copy(from: Int(position), count: count, into: buffer)
    }
    guard taken > 0 else { return shim_eof }
    position += Int64(taken)
    bytesRead += Int64(taken)
    return Int32(taken)
  }

  fileprivate func seek(to offset: Int64, whence: Int32) -> Int64 {
    switch whence & ~AVSEEK_FORCE {
    case AVSEEK_SIZE: return size
    case SEEK_SET: position = offset
    case SEEK_CUR: position += offset
    case SEEK_END: position = size + offset
    default: return -1
    }
    guard position >= 0 else { return -1 }
    return position
  }
}

/// An `AVIOContext` that reads from a `ByteSource`.
final class SourceIO {
  let pointer: UnsafeMutablePointer<AVIOContext>
  private let source: ByteSource

  /// `avio_alloc_context`.
  init(_ source: ByteSource, bufferSize: Int = 64 << 10) throws {
    self.source = source
    let buffer = try made(av_malloc(bufferSize), call: "av_malloc")
    pointer = try made(
      avio_alloc_context(
        buffer.assumingMemoryBound(to: UInt8.self), Int32(bufferSize), 0,
        Unmanaged.passUnretained(source).toOpaque(),
        { opaque, buffer, count in
          guard let opaque, let buffer else { return shim_eio }
          return Unmanaged<ByteSource>.fromOpaque(opaque).takeUnretainedValue()
            .read(into: buffer, count: Int(count))
        }, nil,
        { opaque, offset, whence in
          guard let opaque else { return -1 }
          return Unmanaged<ByteSource>.fromOpaque(opaque).takeUnretainedValue()
            .seek(to: offset, whence: whence)
        }), call: "avio_alloc_context")
  }

  deinit {
    av_freep(&pointer.pointee.buffer)
    var owned: UnsafeMutablePointer<AVIOContext>? = pointer
    avio_context_free(&owned)
  }
}
