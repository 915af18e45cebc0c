extension Report {
  /// Judges what was measured of a clip, and decides what to do about it.
  public init(
    file: String, clip: Clip, profile: Profile, options: Preflight.Options = .init()
  ) {
    let findings = Judge.findings(clip: clip, profile: profile, options: options)
    let plan = Plan.decide(clip: clip, findings: findings, profile: profile, options: options)
    self.init(
      file: file, profile: profile, depth: options.depth,
      verdict: Judge.verdict(findings: findings, plan: plan), plan: plan, clip: clip,
      findings: findings)
  }

  /// Broken rules of one severity, in the order of the table.
  public func broken(_ severity: Finding.Severity) -> [Finding] {
    findings.filter { $0.status == .broken && $0.severity == severity }
  }

  /// Why nothing mends the clip and what to do instead, one sentence a reason; empty where the plan
  /// is possible.
  public var refusal: String {
    guard plan.kind == .impossible else { return "" }
    return findings.filter { plan.reasons.contains($0.rule) }.map { finding in
      let rule = Rules.rule(finding.rule)
      let measured = finding.measuredText.map { " is \($0)" } ?? " is not what is wanted"
      let advice = rule.map { " \($0.advice.en)" } ?? ""
      return "\(finding.rule.rawValue)\(measured), wanted: \(finding.wanted).\(advice)"
    }.joined(separator: "\n")
  }
}

extension Finding {
  /// What was measured, with its unit; nil where nothing was.
  public var measuredText: String? {
    switch measured {
    case .number(let value): unit.map { "\(figure(value)) \($0)" } ?? figure(value)
    case .text(let text): text
    case nil: nil
    }
  }
}
