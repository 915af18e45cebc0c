import Glibc
import Libav

/// A file that appears whole or not at all: written beside its destination, synced, renamed. It is
/// readable by its owner only, because it shows a person's face.
struct OutputFile {
  let path: String

  /// Looks for what would stop the writing, before any work is done.
  ///
  /// - Throws: `LivePrepError` of the kinds `usage` (the output is the input) and `cannotWrite`.
  init(_ path: String, notOver input: String) throws {
    self.path = path
    var status = stat()
    if stat(path, &status) == 0 {
      var source = stat()
      if stat(input, &source) == 0, source.st_dev == status.st_dev, source.st_ino == status.st_ino {
        throw LivePrepError(
          .usage, "\(path): is the input itself, which is never overwritten; choose another name")
      }
      guard status.st_mode & S_IFMT == S_IFREG else {
        throw LivePrepError(.cannotWrite, "\(path): exists and is no file; choose another name")
      }
    }
    guard stat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
      throw LivePrepError(
        .cannotWrite, "\(path): the folder \(folder) does not exist; make it first")
    }
    guard access(folder, W_OK | X_OK) == 0 else {
      throw LivePrepError(
        .cannotWrite, "\(path): the folder \(folder) may not be written to; choose another")
    }
  }

  private var folder: String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// - Throws: `LivePrepError` of the kind `cannotWrite`; nothing is left behind then.
  func write(_ bytes: UnsafeRawBufferPointer) throws {
    let name = path.split(separator: "/").last.map(String.init) ?? "out"
    var template = Array("\(folder)/.\(name.prefix(100)).XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw failure(errno) }
    do {
      try fill(descriptor, bytes)
      guard rename(template, path) == 0 else { throw failure(errno) }
    } catch {
      unlink(template)
      throw error
    }
  }

  private func fill(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) throws {
    defer { close(descriptor) }
    var done = 0
    while done < bytes.count {
      let written = Glibc.write(descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done)
      guard written >= 0 else {
        if errno == EINTR { continue }
        throw failure(errno)
      }
      done += written
    }
    guard fsync(descriptor) == 0 else { throw failure(errno) }
  }

  private func failure(_ code: Int32) -> LivePrepError {
    let reason =
      switch code {
      case ENOSPC, EDQUOT: "the disk is full; make room and try again"
      case EROFS: "the file system is read-only; choose another folder"
      case EFBIG: "the file would be larger than this account may write"
      default: String(cString: strerror(code))
      }
    return LivePrepError(.cannotWrite, "\(path): cannot be written: \(reason)")
  }
}
