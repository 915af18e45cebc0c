import Glibc
import Libav

/// Opens a stranger's file: a regular one, not empty, not over the limit, and nothing else.
enum ClipFile {
  /// - Throws: `LivePrepError` where there is no file to read, `Unreadable` where there is no clip.
  static func open(_ path: String, limits: Preflight.Limits, watch: Watch) throws -> ByteSource {
    // Without O_NONBLOCK the opening of a pipe would wait for its writer.
    let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw refusal(errno, path: path) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      let code = errno
      close(descriptor)
      throw refusal(code, path: path)
    }
    do {
      try accept(status, path: path, limits: limits)
    } catch {
      close(descriptor)
      throw error
    }
    return ByteSource(descriptor: descriptor, size: Int64(status.st_size), watch: watch)
  }

  private static func accept(_ status: stat, path: String, limits: Preflight.Limits) throws {
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR:
      throw LivePrepError(.noSuchFile, "\(path): is a directory; name a video file")
    default:
      throw LivePrepError(
        .noSuchFile, "\(path): is not a regular file; save the clip to a file first")
    }
    guard status.st_size > 0 else {
      throw Unreadable(reason: "the file is empty; record or upload the clip again")
    }
    guard Int64(status.st_size) <= limits.bytes else {
      throw Unreadable(
        reason:
          "\(status.st_size) bytes are over the limit of \(limits.bytes) for a clip; record a shorter one"
      )
    }
  }

  private static func refusal(_ code: Int32, path: String) -> LivePrepError {
    switch code {
    case ENOENT, ENOTDIR:
      LivePrepError(.noSuchFile, "\(path): no such file; check the name")
    case EACCES, EPERM:
      LivePrepError(.noSuchFile, "\(path): may not be read; check its permissions")
    default:
      LivePrepError(.noSuchFile, "\(path): cannot be opened: \(String(cString: strerror(code)))")
    }
  }
}
