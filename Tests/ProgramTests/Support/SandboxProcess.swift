import Foundation
import Testing

/// A pair of keys, and what else of a person must not be seen.
struct Account: Sendable {
  var appID = "1250000000"
  var secretID = "AKIDprogramtests00000000000000000000"
  var secretKey = "key-of-the-program-tests-0"
  /// Passes the check digit; nobody's.
  var number = "110101199003074477"
  var name = "韦小宝"

  var environment: [String: String] {
    ["LIVEPREP_SECRET_ID": secretID, "LIVEPREP_SECRET_KEY": secretKey]
  }
  var identity: String { "{\"idNumber\":\"\(number)\",\"name\":\"\(name)\"}" }
}

/// The built `liveprep sandbox` on a free port, until the last user lets go of it.
final class SandboxProcess: Sendable {
  let url: String
  let account: Account
  /// Temporary folder and home of the sandbox and of the commands run against it.
  let scratch: Scratch
  private let process: Process

  init(_ options: [String] = [], account: Account = Account()) async throws {
    self.account = account
    scratch = try Scratch()
    let temporary = scratch.file("tmp")
    try FileManager.default.createDirectory(atPath: temporary, withIntermediateDirectories: true)
    process = Process()
    process.executableURL = Places.products.appending(path: "liveprep")
    process.arguments = ["sandbox", "--appid", account.appID] + options
    process.environment = account.environment.merging(["TMPDIR": temporary]) { $1 }
    process.standardInput = FileHandle.nullDevice
    for name in ["out", "log"] {
      try Data().write(to: URL(filePath: scratch.file(name)))
    }
    let out = try FileHandle(forWritingTo: URL(filePath: scratch.file("out")))
    let log = try FileHandle(forWritingTo: URL(filePath: scratch.file("log")))
    process.standardOutput = out
    process.standardError = log
    try process.run()
    try out.close()
    try log.close()
    var first = ""
    for _ in 0..<500 where !first.hasSuffix("\n") {
      try await Task.sleep(for: .milliseconds(20))
      first = try String(contentsOfFile: scratch.file("out"), encoding: .utf8)
    }
    url = first.trimmingCharacters(in: .whitespacesAndNewlines)
    let said = try String(contentsOfFile: scratch.file("log"), encoding: .utf8)
    try #require(url.hasPrefix("http://127.0.0.1:"), "the sandbox did not start: \(said)")
  }

  deinit { if process.isRunning { process.terminate() } }

  /// Everything that the sandbox said, once it has ended.
  func stop() throws -> String {
    process.terminate()
    process.waitUntilExit()
    return try String(contentsOfFile: scratch.file("out"), encoding: .utf8)
      + String(contentsOfFile: scratch.file("log"), encoding: .utf8)
  }

  /// The line of each request that the sandbox has answered or cut.
  var requests: [String] {
    get throws {
      try String(contentsOfFile: scratch.file("log"), encoding: .utf8).split(separator: "\n")
        .compactMap { line in
          line.hasPrefix("liveprep: sandbox: ") ? String(line.dropFirst(19)) : nil
        }
    }
  }

  /// What lies in the temporary folder.
  var leftovers: [String] { scratch.contents.filter { $0.hasPrefix("tmp/") } }

  /// Runs the built command against it.
  func client(
    _ arguments: [String], environment: [String: String]? = nil, input: String? = nil,
    measuringMemory: Bool = false
  ) async throws -> Outcome {
    try await run(
      Places.products.appending(path: "liveprep").path,
      arguments + ["--endpoint", url, "--appid", account.appID],
      environment: (environment ?? account.environment)
        .merging(["TMPDIR": scratch.file("tmp")]) { $1 },
      input: input, measuringMemory: measuringMemory)
  }

  /// The same, with the one JSON object that has to come, and all of its keys.
  func answer<T: Decodable>(
    _ type: T.Type, keys: Set<String>, status: Int32 = 0, _ arguments: [String],
    input: String? = nil, _ location: SourceLocation = #_sourceLocation
  ) async throws -> T {
    let outcome = try await client(arguments + ["--json"], input: input)
    #expect(
      outcome.status == status, "\(arguments) said \(outcome.errors)\(outcome.text)",
      sourceLocation: location)
    let object = try JSONSerialization.jsonObject(with: outcome.output) as? [String: Any]
    #expect(Set((object ?? [:]).keys) == keys, sourceLocation: location)
    return try outcome.decoded(type)
  }

  func submit(
    status: Int32 = 0, _ arguments: [String], input: String? = nil,
    _ location: SourceLocation = #_sourceLocation
  ) async throws -> SubmitDocument {
    let document = try await answer(
      SubmitDocument.self, keys: SubmitDocument.keys, status: status, ["submit"] + arguments,
      input: input, location)
    #expect(document.schema == "liveprep.submit/1", sourceLocation: location)
    let numbers = document.attempts.map(\.number)
    #expect(numbers == Array(1...max(1, numbers.count)), sourceLocation: location)
    return document
  }

  func challenge(
    _ arguments: [String], _ location: SourceLocation = #_sourceLocation
  ) async throws -> ChallengeDocument {
    let document = try await answer(
      ChallengeDocument.self, keys: ChallengeDocument.keys, ["challenge"] + arguments, input: nil,
      location)
    #expect(document.schema == "liveprep.challenge/1", sourceLocation: location)
    return document
  }
}
