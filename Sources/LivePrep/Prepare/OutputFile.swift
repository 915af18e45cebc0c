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
          .usage, "\(path): is the input itself, which is never overwritten; choose another name",
          "\(path)：与输入是同一文件，输入不会被覆盖；请更换文件名")
      }
      guard status.st_mode & S_IFMT == S_IFREG else {
        throw LivePrepError(
          .cannotWrite, "\(path): exists and is no file; choose another name",
          "\(path)：已存在且不是文件；请更换文件名")
      }
    }
    guard stat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
      throw LivePrepError(
        .cannotWrite, "\(path): the folder \(folder) does not exist; make it first",
        "\(path)：文件夹 \(folder) 不存在，请先创建")
    }
    guard access(folder, W_OK | X_OK) == 0 else {
      throw LivePrepError(
        .cannotWrite, "\(path): the folder \(folder) may not be written to; choose another",
        "\(path)：文件夹 \(folder) 无写入权限，请更换")
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
      case ENOSPC, EDQUOT: Words("the disk is full; make room and try again", "磁盘已满，请清理后重试")
      case EROFS: Words("the file system is read-only; choose another folder", "文件系统只读，请更换文件夹")
      case EFBIG:
        Words(
          "the file would be larger than this account may write", "文件大小超过本账号的写入上限")
      default: Words(String(cString: strerror(code)))
      }
    return LivePrepError(
      .cannotWrite, "\(path): cannot be written: \(reason.en)", "\(path)：无法写入：\(reason.zh)")
  }
}
