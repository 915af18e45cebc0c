import LivePrep

extension HumanReport {
  /// The verdict on a clip, and what was done on the way to it.
  func submit(
    _ result: SubmissionResult, _ request: SubmitRequest, _ work: SubmitWork
  ) -> String {
    var lines = [
      verdict(result, of: request.file ?? request.stored ?? "", threshold: request.threshold)
    ]
    if request.file != nil { lines.append(row(language("sent", "提交"), sent(work))) }
    if request.stored == nil, let key = request.objectKey {
      lines.append(row(language("object", "对象"), printable(key)))
    }
    lines += work.frames.map { row(language("frame", "帧"), printable($0)) }
    return lines.joined(separator: "\n")
  }

  /// What the service was given.
  private func sent(_ work: SubmitWork) -> String {
    let untouched = language("as it is", "原文件")
    guard let prepared = work.prepared, prepared.plan.kind != .passthrough else {
      let size = work.prepared?.bytesIn ?? work.checked?.clip.bytes
      return size.map { bytes($0) + language(", ", "，") + untouched } ?? untouched
    }
    let sizes = prepared.bytesOut.map {
      language(", ", "，") + "\(bytes(prepared.bytesIn)) → \(bytes($0))"
    }
    return plan(prepared.plan.kind) + (sizes ?? "")
  }

  /// What the service made of `name`.
  func verdict(_ result: SubmissionResult, of name: String, threshold: Double) -> String {
    var lines = ["\(painted(printable(name), .bold)): \(outcome(result))"]
    if let explanation = result.explanation {
      lines.append(row(language("means", "含义"), text(explanation.meaning)))
      lines.append(row(language("who", "由谁"), fault(explanation.fault)))
      lines.append(row(language("to do", "办法"), text(explanation.remedy)))
    } else if result.outcome != .passed {
      lines.append(row(language("means", "含义"), printable(language(result.words))))
    }
    if let similarity = result.similarity {
      let wanted = language("threshold", "阈值") + " " + figure(threshold, 2)
      lines.append(
        row(language("alike", "相似"), figure(similarity, 2) + language(", ", "，") + wanted))
    }
    if let request = result.requestID {
      lines.append(row(language("request", "请求"), printable(request)))
    }
    if result.attempts.count > 1 {
      let all = result.attempts.map { printable($0.outcome) }.joined(separator: language.comma)
      lines.append(row(language("tries", "尝试"), "\(result.attempts.count): \(all)"))
    }
    return lines.joined(separator: "\n")
  }

  private func outcome(_ result: SubmissionResult) -> String {
    let code = result.code.map { " (\(printable($0.rawValue)))" } ?? ""
    return switch result.outcome {
    case .passed: painted(language("passed", "通过"), .green)
    case .rejected: painted(language("rejected", "未通过"), .red) + code
    case .undecided: painted(language("undecided", "未定"), .yellow) + code
    }
  }
}
