import Wire

extension Exchange.Ending {
  /// Seconds of difference from which a clock is worth a word.
  private static let notableSkew = 30.0
  private static let timeCodes: Set<String> = [
    "9", "13", "14", "AuthFailure.SignatureExpire", "RequestTimeTooSkewed", "AccessDenied",
  ]

  /// - Parameter secrets: cut out of what the service wrote.
  func result(secrets: [Secret]) -> SubmissionResult {
    var result = SubmissionResult(
      outcome: outcome, words: words(for: outcome, secrets: secrets))
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

  private func words(for outcome: SubmissionResult.Outcome, secrets: [Secret]) -> Words {
    var parts: [Words] = []
    switch outcome {
    case .passed: parts.append(Words("Passed.", "通过。"))
    case .rejected(let code):
      parts.append(Words("Rejected with code \(code).", "未通过，返回码 \(code)。"))
      parts += words(for: code, secrets)
    case .undecided(.service(let code)):
      parts.append(
        Words(
          "\(host) answered with code \(code), which is no verdict.",
          "\(host) 返回 \(code)，不是核验结论。"))
      parts += words(for: code, secrets)
      if Self.timeCodes.contains(code.rawValue), let skew = clockWords { parts.append(skew) }
    case .undecided(.unintelligible(let what)):
      parts.append(
        Words(
          "\(host) answered with \(what). Check the endpoint, or try again later.",
          "\(host) 的应答无法识别（\(what)）。请检查服务地址，或稍后重试。"))
    case .undecided(.transport):
      if let transport {
        parts.append(Words("\(host): \(transport.detail).", "\(host)：\(transport.detail)。"))
        parts.append(Self.advice(transport))
      }
    }
    if attempts.count > 1 {
      parts.append(
        Words("\(attempts.count) requests were made.", "共发出 \(attempts.count) 次请求。"))
    }
    if let retryAfter, case .undecided = outcome {
      let seconds = Int(retryAfter.rounded(.up))
      parts.append(Words("Try again in \(seconds) s.", "请在 \(seconds) 秒后重试。"))
    }
    return parts.joined(" ", "")
  }

  private func words(for code: ServiceCode, _ secrets: [Secret]) -> [Words] {
    if let explanation = Explanation.of(code) {
      let meaning = explanation.meaning
      return [
        Words(meaning.en, meaning.zh.hasSuffix("。") ? meaning.zh : meaning.zh + "。"),
        explanation.remedy,
      ]
    }
    let detail = Self.cleaned(verdict?.detail ?? "", secrets)
    return detail.isEmpty ? [] : [Words("The service says: \(detail)", "服务说明：\(detail)")]
  }

  private var clockWords: Words? {
    guard let clockSkew, abs(clockSkew) >= Self.notableSkew else { return nil }
    let seconds = Int(abs(clockSkew).rounded())
    let isAhead = clockSkew > 0
    return Words(
      "This machine's clock is \(seconds) s \(isAhead ? "ahead of" : "behind") the service's: set it.",
      "本机时钟比服务\(isAhead ? "快" : "慢") \(seconds) 秒，请校准。")
  }

  private static func advice(_ error: TransferError) -> Words {
    switch error.phase {
    case .beforeSending:
      Words(
        "Nothing was sent. Check network, proxy and endpoint.", "未发送任何内容。请检查网络、代理和服务地址。")
    case .beforeReply:
      Words(
        "No reply came; whether the service judged the clip, and bills it, is not known.",
        "没有收到应答；不确定服务是否已核验并计费。")
    case .duringReply:
      Words(
        "The reply broke off; the service has probably judged, and billed, the clip.",
        "应答中断；服务很可能已核验并计费。")
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
