import Glibc

/// A request's body could not be read.
package struct BodyError: Error, Equatable {
  package enum Reason: String, Sendable { case open, read, changed, notAFile }
  package var reason: Reason
  package var code: Int32
  package var file: String
}

/// A file open for reading; closed when the last body that uses it is gone. Reads name their
/// offset, so that one file may serve several threads and several attempts.
package final class SourceFile: Sendable {
  package let size: Int
  package let path: String
  private let descriptor: Int32

  package init(path: String) throws(BodyError) {
    // O_NONBLOCK: opening a FIFO must not wait for a writer; it is refused just below.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw BodyError(reason: .open, code: errno, file: path) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      let code = errno
      close(descriptor)
      throw BodyError(reason: .open, code: code, file: path)
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw BodyError(reason: .notAFile, code: 0, file: path)
    }
    self.descriptor = descriptor
    self.path = path
    self.size = Int(status.st_size)
  }

  deinit { close(descriptor) }

  /// Fills `buffer` as far as the file goes.
  /// - Returns: bytes read; fewer than asked for only at the end of the file.
  package func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(BodyError)
    -> Int
  {
    var done = 0
    while done < buffer.count {
      let count = pread(
        descriptor, buffer.baseAddress?.advanced(by: done), buffer.count - done, offset + done)
      if count < 0 {
        if errno == EINTR { continue }
        throw BodyError(reason: .read, code: errno, file: path)
      }
      if count == 0 { break }
      done += count
    }
    return done
  }
}

/// A request's body: pieces in memory and in files, of a length known before the first byte is
/// sent. Nothing of a file is held in memory but the piece just being sent.
package struct Body: Sendable {
  package enum Segment: Sendable {
    case bytes([UInt8])
    case file(SourceFile)
    /// The file as Base64, encoded as it is read.
    case base64(SourceFile)

    package var length: Int {
      switch self {
      case .bytes(let bytes): bytes.count
      case .file(let file): file.size
      case .base64(let file): Base64.length(of: file.size)
      }
    }
  }

  package var segments: [Segment]

  package init(_ segments: [Segment] = []) { self.segments = segments }
  package init(text: String) { segments = [.bytes(Array(text.utf8))] }

  package var length: Int { segments.reduce(0) { $0 + $1.length } }

  /// The digest of the whole body, read piece by piece.
  package func digest(_ algorithm: DigestAlgorithm) throws -> [UInt8] {
    var digest = try Digest(algorithm)
    var reader = BodyReader(self)
    try withUnsafeTemporaryAllocation(byteCount: 64 << 10, alignment: 16) { buffer in
      while case let count = try reader.read(into: buffer), count > 0 {
        try digest.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
      }
    }
    return try digest.finish()
  }
}

/// Reads a body from any position.
package struct BodyReader {
  private let body: Body
  package private(set) var position = 0
  private var segment = 0
  /// Where in the segment `position` stands.
  private var offset = 0

  package init(_ body: Body) { self.body = body }

  package mutating func seek(to position: Int) {
    self.position = position
    segment = 0
    offset = position
    while segment < body.segments.count, offset >= body.segments[segment].length {
      offset -= body.segments[segment].length
      segment += 1
    }
  }

  /// - Returns: bytes put into `buffer`; 0 at the end.
  /// - Throws: `BodyError`, also where a file has become shorter than it was when it was opened.
  package mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(BodyError) -> Int {
    while segment < body.segments.count {
      let current = body.segments[segment]
      let wanted = min(buffer.count, current.length - offset)
      if wanted == 0 {
        if buffer.isEmpty { return 0 }
        segment += 1
        offset = 0
        continue
      }
      let target = UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted])
      switch current {
      case .bytes(let bytes):
        bytes.withUnsafeBytes {
          target.copyMemory(from: .init(rebasing: $0[offset..<offset + wanted]))
        }
      case .file(let file):
        guard try file.read(into: target, at: offset) == wanted else {
          throw BodyError(reason: .changed, code: 0, file: file.path)
        }
      case .base64(let file):
        try encode(file, from: offset, into: target)
      }
      offset += wanted
      position += wanted
      return wanted
    }
    return 0
  }

  /// Writes the characters of the file's Base64 from `start` on; `start` may stand within a group
  /// of four.
  private func encode(
    _ file: SourceFile, from start: Int, into target: UnsafeMutableRawBufferPointer
  ) throws(BodyError) {
    let firstGroup = start / 4
    let lastGroup = (start + target.count - 1) / 4
    let first = firstGroup * 3
    let count = min((lastGroup + 1) * 3, file.size) - first
    var raw = [UInt8](repeating: 0, count: count)
    let got: Int
    do {
      got = try raw.withUnsafeMutableBytes { try file.read(into: $0, at: first) }
    } catch {
      throw error as? BodyError ?? BodyError(reason: .read, code: 0, file: file.path)
    }
    guard got == count else { throw BodyError(reason: .changed, code: 0, file: file.path) }
    let text = Base64.encodeBytes(raw[...])
    let skipped = start - firstGroup * 4
    target.copyBytes(from: text[skipped..<skipped + target.count])
  }
}
