import Foundation
import Testing

/// A mistake that a user can make, and how the command answers it.
struct Mistake: Sendable, CustomTestStringConvertible {
  var testDescription: String
  /// `OUT` stands for an output in an empty folder, `CLIP` for a copy of a good clip in it.
  var arguments: [String]
  var status: Int32
  /// What the message has to name.
  var naming: String

  init(_ name: String, _ arguments: [String], _ status: Int32, naming: String = "") {
    testDescription = name
    self.arguments = arguments
    self.status = status
    self.naming = naming
  }

  static let all: [Mistake] = [
    Mistake("no command", [], 64),
    Mistake("unknown command", ["chekc", "CLIP"], 64, naming: "chekc"),
    Mistake("unknown option", ["check", "CLIP", "--frobnicate"], 64, naming: "--frobnicate"),
    Mistake("unknown target", ["check", "CLIP", "--target", "nobody"], 64, naming: "nobody"),
    Mistake("unknown mode", ["check", "CLIP", "--mode", "sing"], 64, naming: "sing"),
    Mistake(
      "a mode that the target has not",
      ["check", "CLIP", "--target", "livedetectfour", "--mode", "action"], 64, naming: "action"),
    Mistake("no file", ["check"], 64),
    Mistake("no output", ["prepare", "CLIP"], 64, naming: "-o"),
    Mistake(
      "a size that is none", ["prepare", "CLIP", "-o", "OUT", "--max-bytes", "much"], 64,
      naming: "much"),
    Mistake(
      "a negative size", ["prepare", "CLIP", "-o", "OUT", "--max-bytes", "-5"], 64, naming: "-5"),
    Mistake("check: no such file", ["check", "gone.mp4"], 66, naming: "gone.mp4"),
    Mistake("prepare: no such file", ["prepare", "gone.mp4", "-o", "OUT"], 66, naming: "gone.mp4"),
    Mistake("prepare: a folder", ["prepare", ".", "-o", "OUT"], 66),
    Mistake("check: empty", ["check", sample("empty.mp4")], 65, naming: "empty.mp4"),
    Mistake("prepare: empty", ["prepare", sample("empty.mp4"), "-o", "OUT"], 65),
    Mistake("prepare: text", ["prepare", sample("text.mp4"), "-o", "OUT"], 65),
    Mistake("prepare: truncated", ["prepare", sample("truncated-index.mp4"), "-o", "OUT"], 65),
    Mistake("prepare: no picture", ["prepare", sample("sound-only.mp4"), "-o", "OUT"], 65),
    Mistake("prepare: a playlist", ["prepare", sample("playlist.mp4"), "-o", "OUT"], 65),
    Mistake("prepare: cannot be mended", ["prepare", sample("tiny.mp4"), "-o", "OUT"], 1),
    Mistake(
      "output folder missing", ["prepare", "CLIP", "-o", "nowhere/out.mp4"], 73,
      naming: "nowhere"),
    Mistake(
      "output folder not to be written to", ["prepare", "CLIP", "-o", "/proc/out.mp4"], 73,
      naming: "/proc"),
    Mistake("output is a folder", ["prepare", "CLIP", "-o", "."], 73),
    Mistake(
      "no key", ["submit", "CLIP", "--target", "livedetectfour", "--validate-data", "9532"], 77,
      naming: "LIVEPREP_SECRET"),
    Mistake("explain: nothing", ["explain"], 64),
  ]

  private static func sample(_ name: String) -> String { Places.sample(name) }
}

/// The command's contract with who calls it: exit statuses, messages, files left alone.
@Suite(.enabled(if: Places.hasSamples, "\(Places.missingSamples)"))
struct ProgramTests {
  /// A folder with a copy of a good clip.
  private func folder() throws -> Scratch {
    let scratch = try Scratch()
    try FileManager.default.copyItem(
      atPath: Places.sample("fine.mp4"), toPath: scratch.file("clip.mp4"))
    return scratch
  }

  @Test("each mistake has its message and its status", arguments: Mistake.all)
  func mistakes(mistake: Mistake) async throws {
    let scratch = try folder()
    let before = try bytes(scratch.file("clip.mp4"))
    let arguments = mistake.arguments.map {
      ["OUT": "out.mp4", "CLIP": "clip.mp4"][$0] ?? $0
    }
    let outcome = try await run(
      Places.products.appending(path: "liveprep").path, arguments, in: scratch.path)
    #expect(outcome.status == mistake.status, "\(outcome.errors)")
    #expect(!outcome.errors.isEmpty || mistake.arguments.first == "check")
    #expect(mistake.naming.isEmpty || outcome.errors.contains(mistake.naming))
    #expect(scratch.contents == ["clip.mp4"])
    #expect(try bytes(scratch.file("clip.mp4")) == before)
  }

  @Test(
    "output equals input, under any name", arguments: ["clip.mp4", "./clip.mp4", "link", "hard"])
  func ontoItself(output: String) async throws {
    let scratch = try folder()
    let clip = scratch.file("clip.mp4")
    try FileManager.default.createSymbolicLink(
      atPath: scratch.file("link"), withDestinationPath: clip)
    try FileManager.default.linkItem(atPath: clip, toPath: scratch.file("hard"))
    let before = try bytes(clip)
    let outcome = try await liveprep("prepare", "clip.mp4", "-o", output, in: scratch.path)
    #expect(outcome.status == 64 || outcome.status == 73)
    #expect(!outcome.errors.isEmpty)
    #expect(try bytes(clip) == before)
    #expect(scratch.contents == ["clip.mp4", "hard", "link"])
  }

  @Test(
    "an unreadable file",
    .enabled(if: geteuid() != 0, "root reads everything"))
  func unreadable() async throws {
    let scratch = try folder()
    try FileManager.default.setAttributes(
      [.posixPermissions: 0], ofItemAtPath: scratch.file("clip.mp4"))
    let outcome = try await liveprep("check", scratch.file("clip.mp4"))
    #expect(outcome.status == 66)
    #expect(outcome.errors.contains("clip.mp4"))
  }

  @Test("a disk that fills up", arguments: ["fine.mp4", "container.mov", "quiet.mp4", "phone.mp4"])
  func fullDisk(name: String) async throws {
    let scratch = try Scratch()
    let program = Places.products.appending(path: "liveprep").path
    // No file may grow past 32 KiB: to a program that is what a full disk is.
    let outcome = try await run(
      "/bin/bash",
      [
        "-c", "ulimit -f 32; trap '' XFSZ; exec \"$0\" \"$@\"", program, "prepare",
        Places.sample(name), "-o", scratch.file("out.mp4"),
      ])
    #expect(outcome.status == 73, "\(outcome.errors)")
    #expect(outcome.errors.contains("out.mp4"))
    #expect(scratch.contents.isEmpty)
  }

  @Test("an interrupt leaves no fragment", arguments: [0.3, 0.8])
  func interrupt(after: Double) async throws {
    let scratch = try Scratch()
    let outcome = try await liveprep(
      "prepare", Places.sample("4k.mp4"), "-o", scratch.file("out.mp4"), interruptAfter: after)
    // Quick machines may be done by then.
    if outcome.status != 0 { #expect(scratch.contents.isEmpty) }
    #expect(outcome.seconds < 60)
  }

  @Test("a clip that takes too long is given up, and nothing is left")
  func deadline() async throws {
    let scratch = try Scratch()
    let outcome = try await liveprep(
      "prepare", Places.sample("4k.mp4"), "-o", scratch.file("out.mp4"), "--deadline", "0.1")
    #expect(outcome.status == 75)
    #expect(outcome.errors.contains("took longer than 0.1 s and was given up"))
    #expect(scratch.contents.isEmpty)
  }

  @Test("a dry run says what it would do, and writes nothing")
  func dryRun() async throws {
    let scratch = try Scratch()
    let outcome = try await liveprep(
      "prepare", Places.sample("phone.mp4"), "-o", scratch.file("out.mp4"), "--dry-run", "--json")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let document = try outcome.decoded(PrepareDocument.self)
    #expect(document.plan == "transcode" && document.reasons.contains("file.size"))
    #expect(document.bytesOut == nil && document.after == nil)
    #expect(scratch.contents.isEmpty)
  }

  @Test("several files are one line of JSON each, in the order given")
  func several() async throws {
    let names = ["fine.mp4", "quiet.mp4", "empty.mp4", "container.mov"].map(Places.sample)
    let outcome = try await run(
      Places.products.appending(path: "liveprep").path, ["check", "--json"] + names)
    let lines = outcome.text.split(separator: "\n")
    let documents = try lines.map {
      try JSONDecoder().decode(CheckDocument.self, from: Data($0.utf8))
    }
    #expect(documents.map(\.file) == names)
    #expect(documents.map(\.verdict) == ["pass", "fixable", "unreadable", "fixable"])
    #expect(outcome.status == 65)
  }

  @Test("an error is an object too")
  func errorObject() async throws {
    let outcome = try await liveprep("check", "gone.mp4", "--json")
    let document = try outcome.decoded(ErrorDocument.self)
    #expect(document.schema == "liveprep.error/1" && document.exit == 66)
    #expect(document.error == "no-such-file" && document.message.contains("gone.mp4"))
    #expect(outcome.status == 66)
  }

  @Test("every rule is listed, the met ones too")
  func rules() async throws {
    let outcome = try await liveprep("check", Places.sample("fine.mp4"), "--json")
    let rules = try outcome.decoded(CheckDocument.self).findings.map(\.rule)
    #expect(
      rules == [
        "file.readable", "file.container", "file.streams", "file.size", "video.codec",
        "video.resolution", "video.orientation", "video.duration", "video.frame-rate",
        "video.dynamic-range", "video.exposure", "video.motion", "audio.codec", "audio.present",
        "audio.audible", "audio.level", "audio.noise", "audio.clipping", "audio.sync",
        "privacy.metadata",
      ])
  }

  @Test("sound does not matter where nobody speaks", arguments: ["action", "silent"])
  func silentModes(mode: String) async throws {
    let outcome = try await liveprep(
      "check", Places.sample("no-sound.mp4"), "--target", "liveness-recognition", "--mode", mode)
    #expect(outcome.status == 0, "\(outcome.text)")
  }
}
