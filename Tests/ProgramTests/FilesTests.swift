import Foundation
import Synchronization
import Testing

@testable import LivePrep
@testable import LivePrepCLI

@Suite("Files of the command")
struct FilesTests {
  private func permissions(_ path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
  }

  @Test func aFolderIsSearchedForClips() throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let deep = folder.path(of: "deep")
    try FileManager.default.createDirectory(atPath: deep, withIntermediateDirectories: false)
    for name in ["b.MP4", "a.mov", "notes.txt", ".hidden.mp4", "deep/c.webm"] {
      try Data().write(to: URL(filePath: folder.path(of: name)))
    }
    let root = folder.path(of: "")
    #expect(
      try ClipList.expand([root, "x.txt"]) == [
        root + "a.mov", root + "b.MP4", root + "deep/c.webm", "x.txt",
      ])
  }

  @Test func aFolderWithoutClips() throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let root = folder.path(of: "")
    #expect(
      throws: LivePrepError(
        .noSuchFile,
        Words("\(root): no video file in this folder", "\(root)：文件夹中没有视频文件"))
    ) { try ClipList.expand([root]) }
  }

  @Test func facesAreForTheirOwnerAlone() throws {
    let folder = try TemporaryFolder()
    let root = folder.path(of: "")
    #expect(try permissions(root) == 0o700)
    // One that is there already is not written into, whoever may read it.
    try Data([9]).write(to: URL(filePath: root + "best-1.jpg"))
    let paths = try FrameFiles.write([[1, 2], [3]], to: root)
    #expect(paths == [root + "best-1.jpg", root + "best-2.jpg"])
    #expect(try Data(contentsOf: URL(filePath: paths[0])) == Data([1, 2]))
    for path in paths { #expect(try permissions(path) == 0o600) }
    folder.remove()
    #expect(!FileManager.default.fileExists(atPath: root))
    #expect(throws: LivePrepError.self) { try FrameFiles.write([[1]], to: root) }
  }

  @Test func resultsComeInTheOrderOfTheInput() async {
    let running = Mutex((now: 0, most: 0))
    var results: [Int] = []
    await inOrder(Array(0..<12), jobs: 3) { number in
      running.withLock {
        $0.now += 1
        $0.most = max($0.most, $0.now)
      }
      try? await Task.sleep(for: .milliseconds((12 - number) % 4 * 5))
      running.withLock { $0.now -= 1 }
      return number
    } emit: {
      results.append($0)
    }
    #expect(results == Array(0..<12))
    #expect(running.withLock { $0.most } <= 3)
  }

  @Test func twoClipsOfOneName() async throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let root = folder.path(of: "")
    let result = await program(["prepare", "a/x.mov", "b/x.mp4", "-o", root])
    #expect(result.status == .usage)
    #expect(result.talk.contains("two clips would be written to \(root)x.mp4"))
    let missing = await program(["prepare", "a.mov", "b.mov", "-o", root + "none"])
    #expect(missing.status == .cannotWrite)
    #expect(missing.talk.contains("no such folder"))
  }

  @Test func standardOutputThatIsFull() async {
    let console = Console(language: .en) { stream, _ in stream == .error }
    #expect(await Program.run(["--version"], console) == .fine)
    #expect(console.hasFailed)
  }
}
