import Wire

extension Exchange.Ending {
  /// Seconds of difference from which a clock is worth a word.
  private static let notableSkew = 30.0
  private static let timeCodes: Set<String> = [
    "9", "13", "14", "AuthFailure.SignatureExpire", "RequestTimeTooSkewed", "AccessDenied",
  ]

  /// - Parameter secrets: cut out of what the service wrote.
  func result(secrets: [Secret]) -> SubmissionResult {
    var result = SubmissionResult(outcome: outcome, message: "")
    result.message = message(for: outcome, secrets: secrets)
    result.similarity = verdict?.similarity
    result.bestFrames = verdict?.bestFrames ?? []
    result.unusableFrames = verdict?.unusableFrames ?? 0
    result.sessionID = verdict?.sessionID
    result.requestID = answer?.requestID
    result.attempts = attempts
    result.clockSkew = clockSkew
    result.retryAfter = retryAfter
    return result
  }

  private var outcome: SubmissionResult.Outcome {
    if let transport {
      return .undecided(
        .transport(name: transport.name.rawValue, phase: transport.phase.rawValue))
    }
    return verdict?.outcome ?? .undecided(.unintelligible("no answer"))
  }

  private func message(for outcome: SubmissionResult.Outcome, secrets: [Secret]) -> String {
    var parts: [String] = []
    switch outcome {
    case .passed: parts.append("Passed.")
    case .rejected(let code):
      parts.append("Rejected with code \(code).")
      parts += words(for: code, secrets)
    case .undecided(.service(let code)):
      parts.append("\(host) answered with code \(code), which is no verdict.")
      parts += words(for: code, secrets)
      if Self.timeCodes.contains(code.rawValue), let skew = clockWords { parts.append(skew) }
    case .undecided(.unintelligible(let what)):
      parts.append("\(host) answered with \(what). Check the endpoint, or try again later.")
    case .undecided(.transport):
      if let transport { parts.append("\(host): \(transport.detail). \(Self.advice(transport))") }
    }
    if attempts.count > 1 { parts.append("\(attempts.count) requests were made.") }
    if let retryAfter, case .undecided = outcome {
      parts.append("Try again in \(Int(retryAfter.rounded(.up))) s.")
    }
    return parts.joined(separator: " ")
  }

  private func words(for code: ServiceCode, _ secrets: [Secret]) -> [String] {
    if let explanation = Explanation.of(code) {
      return [explanation.meaning.en, explanation.remedy.en]
    }
    let detail = Self.cleaned(verdict?.detail ?? "", secrets)
    return detail.isEmpty ? [] : ["The service says: \(detail)"]
  }

  private var clockWords: String? {
    guard let clockSkew, abs(clockSkew) >= Self.notableSkew else { return nil }
    let seconds = Int(abs(clockSkew).rounded())
    return "This machine's clock is \(seconds) s \(clockSkew > 0 ? "ahead of" : "behind") the "
      + "service's: set it."
  }

  private static func advice(_ error: TransferError) -> String {
    switch error.phase {
    case .beforeSending: "Nothing was sent. Check network, proxy and endpoint."
    case .beforeReply:
      "No reply came; whether the service judged the clip, and bills it, is not known."
    case .duringReply: "The reply broke off; the service has probably judged, and billed, the clip."
    }
  }

  /// What the service wrote on one short line, without what it may repeat of the request.
  static func cleaned(_ text: String, _ secrets: [Secret]) -> String {
    var text = text
    for secret in secrets where !secret.isEmpty {
      text = secret.reveal { text.replacing($0, with: "…") }
    }
    let line = text.unicodeScalars.map {
      $0.properties.generalCategory == .control ? " " : Character($0)
    }
    return String(line.prefix(200)).trimmed()
  }
}
