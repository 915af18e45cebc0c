import FoundationEssentials
import Synchronization
import TestServer
import Testing
import Wire

@testable import LivePrep

/// A file that is gone after the test.
struct TemporaryFile: ~Copyable {
  let path: String
  init(_ bytes: [UInt8], mode: Int = 0o600) throws {
    path = FileManager.default.temporaryDirectory.appending(path: "liveprep-\(UUID())").path
    try Data(bytes).write(to: URL(filePath: path))
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
  }
  deinit { try? FileManager.default.removeItem(atPath: path) }
}

let testIdentity = Identity(number: "11010519491231002X", name: "韦小宝")

/// What no message may hold.
let planted = ["11010519491231002X", "韦小宝", "AKIDplanted", "planted-key", "planted-token"]

func client(
  _ server: TestServer, attempts: Int = 4, timeout: Double = 120, clock: Double = 1_700_000_000
) -> ServiceClient {
  var configuration = ServiceConfiguration(
    credentials: Credentials(
      secretID: "AKIDplanted", secretKey: "planted-key", token: "planted-token"),
    appID: "1250000000")
  configuration.endpoint = server.url
  configuration.timeout = timeout
  configuration.retry.attempts = attempts
  configuration.retry.firstDelay = 0.01
  configuration.bucket = "examplebucket-1250000000"
  configuration.region = "ap-beijing"
  let nonces = Mutex<UInt32>(41)
  return ServiceClient(
    configuration, clock: { clock },
    random: {
      nonces.withLock {
        $0 += 1
        return $0
      }
    })
}

@Suite("The client against a server of raw sockets")
struct ClientTests {
  private let video = Array("\0\0\0\u{18}ftypmp42 the video".utf8)
  private let passed = #"{"data":{"live_status":0,"live_msg":"OK",},"code":0,"message":"OK"}"#

  private func submit(
    _ server: TestServer, attempts: Int = 4, timeout: Double = 120, clock: Double = 1_700_000_000
  ) async throws -> SubmissionResult {
    let file = try TemporaryFile(video)
    let path = file.path
    return try await client(server, attempts: attempts, timeout: timeout, clock: clock).submit(
      Submission(.livedetectfour(video: path, validateData: "9532")))
  }

  @Test func challengeOfCall1() async throws {
    let server = TestServer { _ in
      .json(#"{"data":{"validate_data": "9532",},"code":0,"message":"OK"}"#)
    }
    defer { server.stop() }
    let challenge = try await client(server).challenge(target: .livedetectfour, sequence: "s1")
    #expect(challenge.value == "9532")
    #expect(challenge.attempts.count == 1)
    let request = try #require(server.requests.first)
    #expect(request.target == "/face/livegetfour")
    #expect(String(decoding: request.body, as: UTF8.self) == #"{"appid":"1250000000","seq":"s1"}"#)
    let sign = try ImageSignature.sign(
      appID: "1250000000", bucket: "examplebucket-1250000000", secretID: "AKIDplanted",
      secretKey: "planted-key", now: 1_700_000_000, expires: 1_700_000_600, random: 42)
    #expect(request.header("Authorization") == sign)
    #expect(request.header("Host") == "127.0.0.1:\(server.port)")
  }

  @Test func call2() async throws {
    let server = TestServer { [passed] _ in .json(passed) }
    defer { server.stop() }
    let result = try await submit(server)
    #expect(result.outcome == .passed)
    #expect(result.message == "Passed.")
    #expect(result.attempts.map(\.outcome) == ["ok"])
    let request = try #require(server.requests.first)
    #expect(request.header("Content-Length") == String(request.body.count))
    let text = String(decoding: request.body, as: UTF8.self)
    #expect(text.contains("name=\"compare_flag\"\r\n\r\nfalse\r\n"))
    #expect(text.contains("name=\"validate_data\"\r\n\r\n9532\r\n"))
    #expect(text.contains("name=\"video\"; filename=\"video.mp4\"\r\nContent-Type: video/mp4"))
  }

  @Test func rejectionIsNotRetried() async throws {
    let server = TestServer { _ in
      .json(#"{"data":{"live_status":-5013,"live_msg":"low"},"code":0,"message":"OK"}"#)
    }
    defer { server.stop() }
    let result = try await submit(server)
    #expect(result.outcome == .rejected(ServiceCode("-5013")))
    #expect(result.explanation?.predictedBy == [RuleID(rawValue: "audio.level")])
    #expect(result.failure == nil)
    #expect(server.requests.count == 1)
  }

  @Test(
    "retried until it works, each time signed anew", arguments: ["9", "13", "15", "107", "213"])
  func retried(code: String) async throws {
    let server = TestServer { [passed] request in
      request.number < 3 ? .json(#"{"code":\#(code),"message":"no"}"#) : .json(passed)
    }
    defer { server.stop() }
    let result = try await submit(server)
    #expect(result.outcome == .passed)
    #expect(result.attempts.map(\.outcome) == [code, code, "ok"])
    #expect(result.attempts.map(\.number) == [1, 2, 3])
    #expect(result.message == "Passed. 3 requests were made.")
    #expect(Set(server.requests.map { $0.header("Authorization") }).count == 3)
  }

  @Test func networkErrorsAreRetriedBeforeAReplyOnly() async throws {
    let before = TestServer { [passed] in $0.number < 3 ? .cut : .json(passed) }
    defer { before.stop() }
    let recovered = try await submit(before)
    #expect(recovered.attempts.map(\.outcome) == ["empty-reply", "empty-reply", "ok"])

    let during = TestServer { _ in .raw(Array("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{".utf8))
    }
    defer { during.stop() }
    let result = try await submit(during)
    #expect(result.outcome == .undecided(.transport(name: "cut-reply", phase: "during-reply")))
    #expect(during.requests.count == 1)
    #expect(result.failure == .serviceUnavailable)
  }

  @Test func errorPagesAreTyped() async throws {
    let server = TestServer { _ in
      .reply(502, [("Content-Type", "text/html")], Array("<html><body>Bad gateway<br></html>".utf8))
    }
    defer { server.stop() }
    let result = try await submit(server, attempts: 2)
    #expect(
      result.outcome
        == .undecided(.unintelligible("an error page or damaged XML, with HTTP status 502")))
    #expect(result.attempts.map(\.httpStatus) == [502, 502])
    #expect(result.failure == .serviceUnavailable)
  }

  @Test func retryAfterIsHonouredAndBounded() async throws {
    let soon = TestServer { [passed] in
      $0.number == 1 ? .reply(429, [("Retry-After", "1")], []) : .json(passed)
    }
    defer { soon.stop() }
    let waited = try await submit(soon)
    #expect(waited.outcome == .passed)
    #expect(waited.attempts.last?.waited == 1)

    let late = TestServer { _ in .reply(503, [("Retry-After", "3600")], []) }
    defer { late.stop() }
    let result = try await submit(late)
    #expect(late.requests.count == 1)
    #expect(result.retryAfter == 3600)
    #expect(result.message.hasSuffix("Try again in 3600 s."))
  }

  @Test func skewedClockIsNamed() async throws {
    let server = TestServer { _ in
      .json(#"{"code":9,"message":"expired"}"#, [("Date", "Tue, 14 Nov 2023 22:13:20 GMT")])
    }
    defer { server.stop() }
    let result = try await submit(server, attempts: 2, clock: 1_700_003_600)
    #expect(result.message.contains("clock is 3600 s ahead of the service's"))
    #expect(result.failure == .credentials)
    #expect(server.requests.count == 2)
  }

  @Test func deadline() async throws {
    let server = TestServer { _ in .silence }
    defer { server.stop() }
    let result = try await submit(server, timeout: 0.3)
    #expect(result.outcome == .undecided(.transport(name: "timeout", phase: "before-reply")))
    #expect(result.failure == .tryAgain)
    #expect(server.requests.count == 1)
  }

  @Test func cancellation() async throws {
    let arrived = AsyncStream.makeStream(of: Void.self)
    let server = TestServer { _ in
      arrived.continuation.yield()
      return .silence
    }
    defer { server.stop() }
    let task = Task { try await submit(server) }
    for await _ in arrived.stream { break }
    task.cancel()
    await #expect(throws: LivePrepError(.cancelled, "The submission was cancelled.", "提交已取消。")) {
      try await task.value
    }
  }

  @Test func nothingPersonalInWords() async throws {
    let echo = planted.joined(separator: " ")
    let server = TestServer { _ in .json(#"{"code":-5999,"message":"\#(echo)\n!"}"#) }
    defer { server.stop() }
    let file = try TemporaryFile(video)
    let path = file.path
    let result = try await client(server).submit(
      Submission(
        .idcardlivedetectfour(video: path, validateData: "9532", identity: testIdentity)))
    #expect(result.outcome == .rejected(ServiceCode("-5999")))
    #expect(result.message == "Rejected with code -5999. The service says: … … … … … !")
    for secret in planted { #expect(!"\(result) \(client(server))".contains(secret)) }
  }

  @Test func manyAtOnce() async throws {
    let server = TestServer { [passed] request in
      switch request.number % 10 {
      case 0: .cut
      case 1: .json(#"{"code":15,"message":"slow down"}"#)
      case 2: .after(seconds: 0.1, .json(passed))
      case 3: .json(#"{"data":{"live_status":-5007},"code":0}"#)
      default: .json(passed)
      }
    }
    defer { server.stop() }
    let file = try TemporaryFile(video + [UInt8](repeating: 7, count: 100_000))
    let path = file.path
    let shared = client(server, attempts: 8)
    let results = try await withThrowingTaskGroup(of: SubmissionResult.self) { group in
      for _ in 0..<200 {
        group.addTask {
          try await shared.submit(Submission(.livedetectfour(video: path, validateData: "9532")))
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(results.count == 200)
    #expect(
      results.allSatisfy { $0.outcome == .passed || $0.outcome == .rejected(ServiceCode("-5007")) })
    // Every request is in somebody's attempts, and nobody has one that was not made.
    #expect(results.reduce(0) { $0 + $1.attempts.count } == server.requests.count)
  }
}
