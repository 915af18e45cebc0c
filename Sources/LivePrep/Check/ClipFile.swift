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
      throw LivePrepError(
        .noSuchFile, "\(path): is a directory; name a video file",
        "\(path)：是文件夹，请指定视频文件")
    default:
      throw LivePrepError(
        .noSuchFile, "\(path): is not a regular file; save the clip to a file first",
        "\(path)：不是普通文件，请先将视频保存为文件")
    }
    guard status.st_size > 0 else {
      throw Unreadable(
        "the file is empty; record or upload the clip again", "文件为空，请重新录制或上传")
    }
    guard Int64(status.st_size) <= limits.bytes else {
      throw Unreadable(
        "\(status.st_size) bytes are over the limit of \(limits.bytes) for a clip; record a shorter one",
        "\(status.st_size) 字节超过视频上限 \(limits.bytes) 字节，请缩短录制时长")
    }
  }

  private static func refusal(_ code: Int32, path: String) -> LivePrepError {
    switch code {
    case ENOENT, ENOTDIR:
      LivePrepError(.noSuchFile, "\(path): no such file; check the name", "\(path)：文件不存在，请检查文件名")
    case EACCES, EPERM:
      LivePrepError(
        .noSuchFile, "\(path): may not be read; check its permissions", "\(path)：无读取权限，请检查文件权限")
    default:
      LivePrepError(
        .noSuchFile, "\(path): cannot be opened: \(String(cString: strerror(code)))",
        "\(path)：无法打开：\(String(cString: strerror(code)))")
    }
  }
}
