extension Report {
  /// Judges what was measured of a clip, and decides what to do about it.
  public init(
    file: String, clip: Clip, profile: Profile, options: Preflight.Options = .init()
  ) {
    let findings = Judge.findings(clip: clip, profile: profile, options: options)
    let plan = Plan.decide(clip: clip, findings: findings, profile: profile, options: options)
    self.init(
      file: file, profile: profile.narrowed(by: options), depth: options.depth,
      verdict: Judge.verdict(findings: findings, plan: plan), plan: plan, clip: clip,
      findings: findings)
  }

  /// Broken rules of one severity, in the order of the table.
  public func broken(_ severity: Finding.Severity) -> [Finding] {
    findings.filter { $0.status == .broken && $0.severity == severity }
  }

  /// Why nothing mends the clip and what to do instead, one sentence a reason, in English; empty
  /// where the plan is possible.
  public var refusal: String { refusalWords.en }

  /// `refusal` in both languages.
  public var refusalWords: Words {
    guard plan.kind == .impossible else { return Words("") }
    return findings.filter { plan.reasons.contains($0.rule) }.map { finding in
      let rule = Rules.rule(finding.rule)
      let name = finding.rule.rawValue
      let measured = finding.measuredWords
      let wanted = rule?.wanted(profile) ?? Words(finding.wanted)
      let advice = rule?.advice
      return Words(
        name + (measured.map { " is \($0.en)" } ?? " is not what is wanted")
          + ", wanted: \(finding.wanted)." + (advice.map { " \($0.en)" } ?? ""),
        name + (measured.map { "：\($0.zh)" } ?? " 不符合要求")
          + "，要求：\(wanted.zh)。" + (advice?.zh ?? ""))
    }.joined("\n", "\n")
  }
}
