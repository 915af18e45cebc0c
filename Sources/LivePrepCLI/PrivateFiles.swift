import FoundationEssentials
import Glibc
import LivePrep

/// A folder that only its owner can enter, gone with the call.
struct TemporaryFolder: Sendable {
  private let root: String

  init() throws {
    let base = FileManager.default.temporaryDirectory.path
    var template = Array((base + (base.hasSuffix("/") ? "" : "/") + "liveprep-XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else {
      throw LivePrepError(
        .cannotWrite,
        "\(base): no temporary folder can be made: \(String(cString: strerror(errno)))",
        "\(base)：无法创建临时文件夹：\(String(cString: strerror(errno)))")
    }
    root = String(decoding: template.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  func path(of name: String) -> String { root + "/" + name }

  func remove() { try? FileManager.default.removeItem(atPath: root) }
}

/// The best frames of a verdict: faces, for their owner's eyes only.
enum FrameFiles {
  /// - Returns: the paths, `best-1.jpg` and on.
  static func write(_ frames: [[UInt8]], to folder: String) throws -> [String] {
    try frames.enumerated().map { index, bytes in
      let path = (folder.hasSuffix("/") ? folder : folder + "/") + "best-\(index + 1).jpg"
      // A new file each time: one that is there already may be readable by others.
      unlink(path)
      let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
      guard descriptor >= 0 else { throw fault(path) }
      defer { close(descriptor) }
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        if count < 0, errno == EINTR { continue }
        guard count > 0 else {
          let error = fault(path)
          unlink(path)
          throw error
        }
        rest = rest.dropFirst(count)
      }
      return path
    }
  }

  private static func fault(_ path: String) -> LivePrepError {
    LivePrepError(
      .cannotWrite, "\(path): cannot be written: \(String(cString: strerror(errno)))",
      "\(path)：无法写入：\(String(cString: strerror(errno)))")
  }
}
