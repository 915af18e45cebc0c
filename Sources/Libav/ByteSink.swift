import CFFmpeg

/// The bytes that a muxer writes: a buffer that refuses to grow to its limit, so that a file which
/// would be too big is noticed while it is made.
package final class ByteSink {
  private var storage: [UInt8] = []
  private let limit: Int
  package private(set) var isOverrun = false

  /// - Parameter limit: the buffer stays smaller than this many bytes.
  package init(limit: Int) { self.limit = limit }

  /// The bytes of `source` as they are. Throws where they cannot be read, or reach the limit.
  package convenience init(copying source: ByteSource, limit: Int) throws {
    self.init(limit: limit)
    storage = source.head(Int(source.size))
    guard storage.count == Int(source.size), storage.count < limit else {
      throw AVError(code: shim_eio, call: "pread", subject: "the file")
    }
  }

  /// Bytes at hand, only to be read.
  package init(holding bytes: [UInt8]) {
    storage = bytes
    limit = 0
  }

  package var count: Int { storage.count }

  package func withBytes<T>(_ body: (UnsafeRawBufferPointer) throws -> T) rethrows -> T {
    try storage.withUnsafeBytes(body)
  }

  func copy(from offset: Int, count: Int, into buffer: UnsafeMutablePointer<UInt8>) -> Int {
    let taken = min(count, storage.count - offset)
    guard taken > 0 else { return 0 }
    storage.withUnsafeBufferPointer { bytes in
      guard let base = bytes.baseAddress else { return }
      buffer.update(from: base + offset, count: taken)
    }
    return taken
  }

  func write(_ bytes: UnsafeBufferPointer<UInt8>, at offset: Int) -> Int32 {
    let end = offset + bytes.count
    guard end < limit else {
      isOverrun = true
      return shim_enospc
    }
    if offset == storage.count {
      storage.append(contentsOf: bytes)
    } else {
      if end > storage.count {
        storage.append(contentsOf: repeatElement(0, count: end - storage.count))
      }
      storage.replaceSubrange(offset..<end, with: bytes)
    }
    return Int32(bytes.count)
  }
}

/// An `AVIOContext` that writes to a `ByteSink`, or reads back what was written.
final class SinkIO {
  let pointer: UnsafeMutablePointer<AVIOContext>
  private let state: State

  /// Where in the sink this context stands.
  private final class State {
    let sink: ByteSink
    var position = 0
    init(_ sink: ByteSink) { self.sink = sink }
  }

  /// `avio_alloc_context`.
  init(_ sink: ByteSink, isWriting: Bool) throws {
    let bufferSize = 64 << 10
    let state = State(sink)
    self.state = state
    let buffer = try made(av_malloc(bufferSize), call: "av_malloc")
    pointer = try made(
      avio_alloc_context(
        buffer.assumingMemoryBound(to: UInt8.self), Int32(bufferSize), isWriting ? 1 : 0,
        Unmanaged.passUnretained(state).toOpaque(),
        { opaque, buffer, count in
          guard let opaque, let buffer else { return shim_eio }
          let state = Unmanaged<State>.fromOpaque(opaque).takeUnretainedValue()
          let taken = state.sink.copy(from: state.position, count: Int(count), into: buffer)
          state.position += taken
          return taken > 0 ? Int32(taken) : shim_eof
        },
        { opaque, buffer, count in
          guard let opaque, let buffer else { return shim_eio }
          let state = Unmanaged<State>.fromOpaque(opaque).takeUnretainedValue()
          let written = state.sink.write(
            UnsafeBufferPointer(start: buffer, count: Int(count)), at: state.position)
          if written > 0 { state.position += Int(written) }
          return written
        },
        { opaque, offset, whence in
          guard let opaque else { return -1 }
          let state = Unmanaged<State>.fromOpaque(opaque).takeUnretainedValue()
          switch whence & ~AVSEEK_FORCE {
          case AVSEEK_SIZE: return Int64(state.sink.count)
          case SEEK_SET: state.position = Int(offset)
          case SEEK_CUR: state.position += Int(offset)
          case SEEK_END: state.position = state.sink.count + Int(offset)
          default: return -1
          }
          return Int64(state.position)
        }), call: "avio_alloc_context")
  }

  deinit {
    av_freep(&pointer.pointee.buffer)
    var owned: UnsafeMutablePointer<AVIOContext>? = pointer
    avio_context_free(&owned)
  }
}
