import Foundation
import Testing

@testable import LivePrep

@Suite("Output file")
struct OutputFileTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func write(_ text: String, to path: String) throws {
    try Array(text.utf8).withUnsafeBytes {
      try OutputFile(path, notOver: "/nowhere/at/all").write($0)
    }
  }

  @Test func appearsWholeForItsOwnerOnly() throws {
    let path = scratch.path("out.mp4")
    try write("one", to: path)
    try write("two", to: path)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "two")
    #expect(scratch.contents == ["out.mp4"])
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
  }

  private func refusal(_ path: String, over input: String = "/nowhere") -> LivePrepError? {
    #expect(throws: LivePrepError.self) { try OutputFile(path, notOver: input) }
  }

  @Test func whatStandsInTheWay() throws {
    #expect(
      refusal(scratch.path("missing/out.mp4"))?.message
        == "\(scratch.path("missing/out.mp4")): the folder \(scratch.path("missing")) does not exist; make it first"
    )
    #expect(
      refusal(scratch.folder.path)?.message
        == "\(scratch.folder.path): exists and is no file; choose another name")
    let folder = scratch.path("folder")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    #expect(refusal(folder)?.kind == .cannotWrite)
  }

  @Test func theInputIsNeverOverwritten() throws {
    let path = scratch.path("in.mp4")
    try write("clip", to: path)
    let link = scratch.path("link.mp4")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
    for name in [path, link, scratch.path("./in.mp4")] {
      #expect(refusal(name, over: path)?.kind == .usage)
    }
  }

  @Test func aFailureLeavesNothing() throws {
    // /proc takes no files, from nobody.
    #expect(throws: LivePrepError.self) { try write("x", to: "/proc/self/out.mp4") }
    #expect(scratch.contents.isEmpty)
  }
}
