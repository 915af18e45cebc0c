import Foundation
import Testing

/// Damaged and malicious files: whatever they are, nothing worse than an error comes of them.
@Suite(.enabled(if: !Places.files("hostile").isEmpty, "\(Places.missingMedia)"))
struct HostileTests {
  static let files = Places.files("hostile")
  static let strace = ["/usr/bin/strace", "/bin/strace"].first(where: Places.exists)

  @Test("check answers, and touches nothing else", arguments: files)
  func check(file: String) async throws {
    let scratch = try Scratch()
    let (outcome, trace) = try await traced(["check", file, "--json"], in: scratch)
    #expect([0, 1, 65, 75].contains(outcome.status ?? -1), "\(outcome.errors)")
    #expect(outcome.signal == nil && !outcome.timedOut && outcome.seconds < 45)
    #expect(trace.trespasses(reading: file, writing: scratch.path) == [])
    #expect(scratch.contents.isEmpty)
  }

  @Test("prepare makes a sound clip, or none", arguments: files)
  func prepare(file: String) async throws {
    let scratch = try Scratch()
    let output = scratch.file("out.mp4")
    let (outcome, trace) = try await traced(["prepare", file, "-o", output], in: scratch)
    #expect([0, 1, 65, 75].contains(outcome.status ?? -1), "\(outcome.errors)")
    #expect(outcome.signal == nil && !outcome.timedOut && outcome.seconds < 45)
    #expect(trace.trespasses(reading: file, writing: scratch.path) == [])
    if outcome.status == 0 {
      #expect(scratch.contents == ["out.mp4"])
      #expect(try await Judge(output).complaints().isEmpty)
    } else {
      #expect(scratch.contents.isEmpty)
    }
  }

  @Test("a playlist dressed as a clip reads no neighbour")
  func playlist() async throws {
    let scratch = try Scratch()
    let bait = try Scratch()
    try Data("secret".utf8).write(to: URL(filePath: bait.file("bait.ts")))
    let playlist = "#EXTM3U\n#EXT-X-TARGETDURATION:6\n#EXTINF:6,\nbait.ts\n#EXT-X-ENDLIST\n"
    let concat = "ffconcat version 1.0\nfile bait.ts\n"
    for (name, text) in [("list.mp4", playlist), ("list.ffconcat", concat)] {
      let file = bait.file(name)
      try Data(text.utf8).write(to: URL(filePath: file))
      let (outcome, trace) = try await traced(["check", file, "--json"], in: scratch)
      #expect(outcome.status == 65)
      #expect(trace.trespasses(reading: file, writing: scratch.path) == [])
    }
  }

  /// Runs the command, under strace where that is installed, with an empty folder for its
  /// temporary files.
  private func traced(_ arguments: [String], in scratch: Scratch) async throws -> (Outcome, Trace) {
    let program = Places.products.appending(path: "liveprep").path
    let environment = ["TMPDIR": scratch.path]
    guard let strace = Self.strace else {
      return (
        try await run(program, arguments, environment: environment, limit: 60), Trace(lines: [])
      )
    }
    let log = try Scratch()
    let options = [
      "-f", "-qq", "--seccomp-bpf", "-e", "trace=open,openat,openat2,connect,execve", "-e",
      "signal=none", "-o", log.file("trace"), program,
    ]
    let outcome = try await run(
      strace, options + arguments, environment: environment, limit: 60)
    let text = String(decoding: try bytes(log.file("trace")), as: UTF8.self)
    return (outcome, Trace(lines: text.split(separator: "\n").map(String.init)))
  }
}

/// The files that a program opened and the places it called.
struct Trace {
  var lines: [String]

  /// What a program needs in order to start.
  private static let system = [
    "/lib", "/usr/", "/etc/ld.so", "/etc/localtime", "/etc/ssl/", "/etc/gnutls/", "/proc/",
    "/sys/", "/dev/null", "/dev/urandom", "/dev/random", "/opt/", Places.products.path,
  ]

  /// What it had no business with. Names that were looked for in vain are no trespass.
  func trespasses(reading file: String, writing folder: String) -> [String] {
    lines.filter { line in
      if line.contains("connect(") { return true }
      guard
        let path = line.split(separator: "\"", omittingEmptySubsequences: false).dropFirst()
          .first.map(String.init)
      else { return false }
      if line.contains("execve(") { return !path.hasSuffix("/liveprep") }
      if line.contains(" = -1 ENOENT") { return false }
      return path != file && path != folder && !path.hasPrefix(folder + "/")
        && !Self.system.contains(where: path.hasPrefix)
    }
  }
}
