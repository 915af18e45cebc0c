import Testing

@testable import LivePrep

@Suite("Which failures are asked again")
struct RetryTests {
  private let policy = RetryPolicy(attempts: 4)

  private func decide(
    _ ending: RetryPolicy.Ending, _ status: Int? = 200, attempt: Int = 1, after: Double? = nil,
    jitter: Double = 1
  ) -> RetryPolicy.Decision {
    policy.decide(ending, status: status, attempt: attempt, retryAfter: after, jitter: jitter)
  }

  @Test(
    "codes that are retried",
    arguments: ["15", "107", "108", "213", "-5802", "InternalError", "RequestLimitExceeded"])
  func backedOff(code: String) { #expect(decide(.code(ServiceCode(code))) == .retry(after: 0.5)) }

  @Test(
    "codes that are signed anew at once",
    arguments: ["9", "13", "AuthFailure.SignatureExpire", "RequestTimeTooSkewed"])
  func resigned(code: String) {
    #expect(decide(.code(ServiceCode(code)), 403) == .retry(after: 0))
    #expect(decide(.code(ServiceCode(code)), attempt: 2) == .retry(after: 1))
  }

  @Test("everything else in the catalogue is not retried")
  func others() {
    let retried: Set<String> = [
      "15", "107", "108", "213", "-5802", "InternalError", "RequestLimitExceeded", "9", "13",
      "AuthFailure.SignatureExpire", "RequestTimeTooSkewed",
    ]
    for entry in Explanation.all where !retried.contains(entry.code.rawValue) {
      #expect(decide(.code(entry.code)) == .stop, "\(entry.code)")
    }
    #expect(decide(.code(ServiceCode("-5999"))) == .stop)
    #expect(decide(.final) == .stop)
    // A verdict is one under any status.
    #expect(decide(.code(ServiceCode("FailedOperation.LivessSystemError")), 500) == .stop)
  }

  @Test(
    "statuses",
    arguments: [
      (200, false), (400, false), (403, false), (404, false), (413, false), (429, true),
      (500, true), (502, true), (503, true), (504, true),
    ])
  func statuses(status: Int, again: Bool) {
    let expected = again ? RetryPolicy.Decision.retry(after: 0.5) : .stop
    #expect(decide(.status(status), status) == expected)
    #expect(decide(.code(ServiceCode("SlowDown")), status) == expected)
  }

  @Test(
    "transport",
    arguments: [
      ("resolve", "before-sending", true), ("connect", "before-sending", true),
      ("connect-timeout", "before-sending", true), ("empty-reply", "before-reply", true),
      ("send", "before-reply", true), ("receive", "before-reply", true),
      ("cut-reply", "during-reply", false), ("receive", "during-reply", false),
      ("timeout", "before-reply", false), ("tls", "before-sending", false),
      ("reply-too-large", "during-reply", false),
    ])
  func transport(name: String, phase: String, again: Bool) {
    #expect(
      decide(.transport(name: name, phase: phase), nil) == (again ? .retry(after: 0.5) : .stop))
  }

  @Test func backoffGrowsAndIsBounded() {
    let busy = RetryPolicy.Ending.code(ServiceCode(15))
    #expect(decide(busy, attempt: 2) == .retry(after: 1))
    #expect(decide(busy, attempt: 3) == .retry(after: 2))
    #expect(decide(busy, attempt: 3, jitter: 0) == .retry(after: 1))
    #expect(decide(busy, attempt: 4) == .stop)
    let patient = RetryPolicy(attempts: 100)
    #expect(
      patient.decide(busy, status: 200, attempt: 90, retryAfter: nil, jitter: 1)
        == .retry(after: 30))
    #expect(RetryPolicy(attempts: 0).attempts == 1)
  }

  @Test func retryAfter() {
    let busy = RetryPolicy.Ending.status(503)
    #expect(decide(busy, 503, after: 5) == .retry(after: 5))
    #expect(decide(busy, 503, after: 0.1) == .retry(after: 0.5))
    #expect(decide(busy, 503, after: 31) == .stopBusy(retryAfter: 31))
    #expect(decide(.final, after: 5) == .stop)
  }
}
