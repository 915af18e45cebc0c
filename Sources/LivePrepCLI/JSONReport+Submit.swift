import LivePrep

extension JSONReport {
  static func submit(
    _ result: SubmissionResult, _ request: SubmitRequest, _ work: SubmitWork
  ) -> JSON {
    .object([
      "schema": .string("liveprep.submit/1"),
      "file": .string(request.file),
      "target": .string(request.profile.target.rawValue),
      "mode": .string(request.profile.mode.rawValue),
      "outcome": .string(name(result.outcome)),
      "code": .string(result.code?.rawValue),
      "message": .string(result.message),
      "fault": .string(result.explanation?.fault.rawValue),
      "remedy": .string(result.explanation?.remedy.en),
      "similarity": .number(result.similarity),
      "requestId": .string(result.requestID),
      "attempts": .array(result.attempts.map(attempt)),
      // The temporary file is gone by now.
      "prepared": work.prepared.map {
        var work = $0
        work.output = nil
        return prepare(work)
      } ?? .null,
      "checked": work.checked.map(check) ?? .null,
      "objectKey": .string(request.objectKey),
      "frames": .strings(work.frames),
      "clockSkew": .number(result.clockSkew),
      "retryAfter": .number(result.retryAfter),
    ])
  }

  static func idCompare(_ result: SubmissionResult) -> JSON {
    .object([
      "schema": .string("liveprep.id-compare/1"),
      "outcome": .string(name(result.outcome)),
      "similarity": .number(result.similarity),
      "sessionId": .string(result.sessionID),
      "code": .string(result.code?.rawValue),
      "message": .string(result.message),
      "fault": .string(result.explanation?.fault.rawValue),
      "remedy": .string(result.explanation?.remedy.en),
      "requestId": .string(result.requestID),
      "attempts": .array(result.attempts.map(attempt)),
      "clockSkew": .number(result.clockSkew),
      "retryAfter": .number(result.retryAfter),
    ])
  }

  static func challenge(_ challenge: Challenge) -> JSON {
    .object([
      "schema": .string("liveprep.challenge/1"),
      "target": .string(challenge.target.rawValue),
      "mode": .string(challenge.mode.rawValue),
      "challenge": .string(challenge.value),
      "requestId": .string(challenge.requestID),
      "attempts": .array(challenge.attempts.map(attempt)),
    ])
  }

  private static func name(_ outcome: SubmissionResult.Outcome) -> String {
    switch outcome {
    case .passed: "passed"
    case .rejected: "rejected"
    case .undecided: "undecided"
    }
  }

  private static func attempt(_ attempt: Attempt) -> JSON {
    .object([
      "number": .int(attempt.number),
      "started": .number(attempt.started),
      "seconds": .number(attempt.seconds),
      "httpStatus": .int(attempt.httpStatus),
      "outcome": .string(attempt.outcome),
      "waited": .number(attempt.waited),
    ])
  }
}
