import FoundationEssentials
import LivePrep

/// The clips that a command line names: files as they are, folders by what lies in them.
enum ClipList {
  /// What a folder is searched for; a file that is named itself may end in anything.
  private static let endings: Set<String> = [
    "3g2", "3gp", "avi", "f4v", "flv", "m2ts", "m4v", "mkv", "mov", "mp4", "mpeg", "mpg", "mts",
    "ogg", "ogv", "ts", "webm",
  ]

  /// - Throws: `LivePrepError` where a folder cannot be read or holds no clip.
  static func expand(_ paths: [String]) throws -> [String] {
    try paths.flatMap { path -> [String] in
      guard isFolder(path) else { return [path] }
      guard let names = try? FileManager.default.subpathsOfDirectory(atPath: path) else {
        throw LivePrepError(
          .noSuchFile, Words("\(path): the folder cannot be read", "\(path)：无法读取文件夹"))
      }
      let base = path.hasSuffix("/") ? path : path + "/"
      let clips = names.filter(isClip).sorted().map { base + $0 }
      guard !clips.isEmpty else {
        throw LivePrepError(
          .noSuchFile,
          Words("\(path): no video file in this folder", "\(path)：文件夹中没有视频文件"))
      }
      return clips
    }
  }

  static func isFolder(_ path: String) -> Bool {
    var isFolder = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      && isFolder
  }

  private static func isClip(_ name: String) -> Bool {
    let last = name.split(separator: "/").last ?? ""
    guard !last.hasPrefix("."), let dot = last.lastIndex(of: ".") else { return false }
    return endings.contains(last[last.index(after: dot)...].lowercased())
  }
}

/// Several pieces of work, some at a time, their results in the order of the input.
func inOrder<Input: Sendable, Output: Sendable>(
  _ inputs: [Input], jobs: Int, _ work: @escaping @Sendable (Input) async -> Output,
  emit: (Output) -> Void
) async {
  await withTaskGroup(of: (Int, Output).self) { group in
    var started = 0
    var done: [Int: Output] = [:]
    var next = 0
    func start() {
      guard started < inputs.count, !Task.isCancelled else { return }
      let index = started
      started += 1
      group.addTask { (index, await work(inputs[index])) }
    }
    for _ in 0..<max(1, jobs) { start() }
    while let (index, output) = await group.next() {
      done[index] = output
      while let ready = done.removeValue(forKey: next) {
        emit(ready)
        next += 1
      }
      start()
    }
  }
}
