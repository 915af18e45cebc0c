import Foundation
import Testing

/// How a submission can end other than well: verdicts, retries, and what is wrong on this side.
@Suite(.enabled(if: Places.hasSamples, "\(Places.missingSamples)"))
struct SubmitFailureTests {
  private let clip = Places.sample("fine.mp4")

  private func spoken(_ clip: String) -> [String] { [clip, "--validate-data", "9532"] }

  private func recognition(_ via: String) -> [String] {
    [
      clip, "--target", "liveness-recognition", "--mode", "silent", "--via", via, "--identity", "-",
    ]
  }

  // MARK: Verdicts

  @Test(
    "a sample for each verdict",
    arguments: [
      ("text.mp4", "-5001"), ("silent.mp4", "-5007"), ("no-sound.mp4", "-5007"),
      ("quiet.mp4", "-5013"), ("tiny.mp4", "-5015"),
    ])
  func verdicts(sample: String, code: String) async throws {
    let sandbox = try await SandboxProcess(["--any-challenge"])
    let document = try await sandbox.submit(
      status: 1, spoken(Places.sample(sample)) + ["--as-is"])
    #expect(document.outcome == "rejected" && document.code == code)
    #expect(document.attempts.map(\.outcome) == [code])
    #expect(document.fault == (code == "-5001" ? document.fault : "person-filming"))
    let remedy = try #require(document.remedy)
    #expect(document.message.contains(code) && document.message.contains(remedy))
    // What the check foretold is what the service found.
    let foretold = document.checked?.findings.filter { $0.status == "broken" }.flatMap(\.codes)
    #expect(foretold?.contains(code) == true)
    #expect(try sandbox.requests.count == 1)
  }

  @Test("a body that is too large is refused here, or by the service with code 23")
  func tooLarge() async throws {
    let sandbox = try await SandboxProcess(["--any-challenge"])
    let arguments = spoken(Places.sample("phone.mp4")) + ["--as-is"]
    let refused = try await sandbox.client(["submit"] + arguments + ["--json"])
    #expect(refused.status == 1)
    let error = try refused.decoded(ErrorDocument.self)
    #expect(error.error == "unfixable" && error.message.contains("code 23"))
    #expect(try sandbox.requests.isEmpty)
    let sent = try await sandbox.submit(
      status: 64, arguments + ["--skip-check", "request.size"])
    #expect(sent.code == "23" && sent.outcome == "undecided" && sent.fault == "caller")
  }

  @Test("faces that are not alike enough")
  func belowThreshold() async throws {
    let sandbox = try await SandboxProcess(["--any-challenge", "--similarity", "69"])
    let document = try await sandbox.submit(status: 1, spoken(clip) + ["--card", Flow.card])
    #expect(document.code == "liveprep.BelowThreshold" && document.similarity == 69)
    let lower = try await sandbox.submit(
      spoken(clip) + ["--card", Flow.card, "--threshold", "60"])
    #expect(lower.outcome == "passed")
  }

  // MARK: Retries

  /// The fault, what the first two attempts end with, and by which entrance.
  static let retries: [(fault: String, outcome: String, via: String?)] = [
    ("code=9", "9", nil), ("code=13", "13", nil), ("code=15", "15", nil),
    ("code=107", "107", nil), ("code=108", "108", nil), ("code=213", "213", nil),
    ("code=-5802", "-5802", nil), ("http=503", "unintelligible", nil),
    ("http=429,retry-after=1", "unintelligible", nil), ("cut=reply", "empty-reply", nil),
    ("code=RequestLimitExceeded", "RequestLimitExceeded", "cloud"),
    ("code=InternalError", "InternalError", "cloud"),
    ("code=AuthFailure.SignatureExpire", "AuthFailure.SignatureExpire", "cloud"),
    ("code=RequestTimeTooSkewed", "RequestTimeTooSkewed", "cos"),
    ("code=SlowDown", "SlowDown", "cos"),
    ("http=500", "unintelligible", "cos"),
  ]

  @Test("what may be sent again is, and what was sent is counted", arguments: retries)
  func retried(fault: String, outcome: String, via: String?) async throws {
    let sandbox = try await SandboxProcess(["--any-challenge", "--fail", fault + ",times=2"])
    let document = try await sandbox.submit(
      via.map(recognition) ?? spoken(clip), input: sandbox.account.identity)
    #expect(document.outcome == "passed")
    #expect(document.attempts.map(\.outcome) == [outcome, outcome, "ok"])
    #expect(document.attempts[0].waited == 0 && document.attempts[2].waited > 0)
    if fault.contains("retry-after") { #expect(document.attempts[1].waited >= 1) }
    #expect(try sandbox.requests.count == 3)
  }

  @Test(
    "a verdict, and what may have been one, is never asked for twice",
    arguments: [
      ("code=-5008", nil, "-5008", 1), ("code=-4006", nil, "-4006", 1),
      ("code=FailedOperation.LipVoiceLow", "cloud", "FailedOperation.LipVoiceLow", 1),
      ("truncate=20", nil, "cut-reply", 69), ("code=21", nil, "21", 64), ("code=3", nil, "3", 77),
      ("code=24", nil, "24", 77),
    ] as [(String, String?, String, Int32)])
  func notRetried(fault: String, via: String?, outcome: String, status: Int32) async throws {
    let sandbox = try await SandboxProcess(["--any-challenge", "--fail", fault])
    let document = try await sandbox.submit(
      status: status, via.map(recognition) ?? spoken(clip) + ["--card", Flow.card],
      input: sandbox.account.identity)
    #expect(document.attempts.map(\.outcome) == [outcome])
    #expect(document.outcome == (status == 1 ? "rejected" : "undecided"))
    #expect(try sandbox.requests.count == 1)
  }

  // MARK: The network

  @Test("a service that is too slow")
  func slow() async throws {
    let sandbox = try await SandboxProcess(["--any-challenge", "--latency", "20s"])
    let document = try await sandbox.submit(status: 75, spoken(clip) + ["--timeout", "1.5"])
    #expect(document.outcome == "undecided" && document.code == nil)
    #expect(document.attempts.map(\.outcome) == ["timeout"])
    #expect(document.message.contains("is not known"))
  }

  @Test("a line that is cut", arguments: ["0", "50000", "reply"])
  func cut(place: String) async throws {
    let sandbox = try await SandboxProcess(["--any-challenge", "--cut", place])
    let document = try await sandbox.submit(status: 69, spoken(clip) + ["--retries", "1"])
    #expect(document.outcome == "undecided" && document.attempts.count == 2)
    #expect(document.attempts.allSatisfy { $0.httpStatus == nil && $0.outcome != "ok" })
    #expect(try sandbox.requests.count == 2)
    #expect(document.message.contains("2 requests were made"))
  }

  @Test("a clock that is wrong is named", arguments: [nil, "cos", "cloud"] as [String?])
  func skew(via: String?) async throws {
    let sandbox = try await SandboxProcess(["--any-challenge", "--skew", "-86400"])
    let document = try await sandbox.submit(
      status: 77, via.map(recognition) ?? spoken(clip), input: sandbox.account.identity)
    #expect(document.message.contains(/clock is 86(399|400|401) s ahead of the service's: set it/))
    #expect(abs((document.clockSkew ?? 0) - 86_400) < 5)
  }

  @Test("too many requests")
  func rateLimit() async throws {
    let sandbox = try await SandboxProcess(["--any-challenge", "--rate", "0.01"])
    _ = try await sandbox.submit(spoken(clip))
    let refused = try await sandbox.submit(status: 75, spoken(clip) + ["--retries", "0"])
    #expect(refused.outcome == "undecided" && refused.code == "15")
    let patient = try await SandboxProcess(["--fail", "code=15,retry-after=600"])
    let told = try await patient.submit(status: 75, spoken(clip))
    #expect(told.retryAfter == 600 && told.attempts.count == 1)
    #expect(told.message.contains("Try again in 600 s"))
  }

  // MARK: This side

  @Test("keys that are missing, or wrong")
  func credentials() async throws {
    let sandbox = try await SandboxProcess(["--any-challenge"])
    let none = try await sandbox.client(["submit"] + spoken(clip), environment: [:])
    #expect(none.status == 77 && none.errors.contains("LIVEPREP_SECRET_KEY"))
    var environment = sandbox.account.environment
    environment["LIVEPREP_SECRET_KEY"] = "wrong"
    for arguments in [spoken(clip), recognition("cos"), recognition("cloud")] {
      let wrong = try await sandbox.client(
        ["submit", "--json"] + arguments, environment: environment,
        input: sandbox.account.identity)
      #expect(wrong.status == 77, "\(wrong.errors)")
      let document = try wrong.decoded(SubmitDocument.self)
      #expect(document.outcome == "undecided")
      #expect(
        ["14", "SignatureDoesNotMatch", "AuthFailure.SignatureFailure"].contains(document.code))
      #expect(document.attempts.count == 1)
    }
  }

  @Test("plain http stays on this machine, unless it is allowed")
  func cleartext() async throws {
    let arguments = [
      "challenge", "--endpoint", "http://liveprep-test.invalid", "--appid", "1", "--retries", "0",
    ]
    func ask(_ more: [String]) async throws -> Outcome {
      try await run(
        Places.products.appending(path: "liveprep").path, arguments + more,
        environment: Account().environment)
    }
    let refused = try await ask([])
    #expect(refused.status == 64 && refused.errors.contains("Plain http to liveprep-test.invalid"))
    let allowed = try await ask(["--allow-http"])
    #expect(allowed.status == 69, "\(allowed.errors)")
    #expect(allowed.errors.contains("travel unprotected"))
  }

  @Test("people read errors in their language, machines in English")
  func languages() async throws {
    let sandbox = try await SandboxProcess(["--any-challenge", "--fail", "code=-5013"])
    let missing = try await sandbox.client(
      ["submit", "gone.mp4", "--validate-data", "9532", "--lang", "zh", "--json"])
    #expect(missing.errors == "liveprep: gone.mp4：文件不存在，请检查文件名\n")
    #expect(
      try missing.decoded(ErrorDocument.self).message == "gone.mp4: no such file; check the name")
    let usage = try await sandbox.client(["submit", "--lang", "zh", "--json"])
    #expect(usage.errors.contains("缺少") && usage.text.contains("is missing"))
    let rejected = try await sandbox.client(
      ["submit"] + spoken(clip) + ["--lang", "zh", "--json"])
    #expect(
      try rejected.decoded(SubmitDocument.self).message.hasPrefix("Rejected with code -5013."))
  }
}
