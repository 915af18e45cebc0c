/// Puts a clip to the table of rules.
public enum Judge {
  /// Every rule's finding, in the order of the table.
  public static func findings(
    clip: Clip, profile: Profile, options: Preflight.Options = .init()
  ) -> [Finding] {
    let profile = profile.narrowed(by: options)
    return Rules.all.map { rule in
      let judgement = rule.judge(clip, profile)
      let isBroken = judgement.status == .broken
      return Finding(
        rule: rule.id, status: judgement.status, severity: judgement.severity ?? rule.severity,
        measured: judgement.measured,
        unit: judgement.measured?.isNumber == true ? judgement.unit ?? rule.unit : nil,
        wanted: rule.wanted(profile).en, codes: judgement.codes ?? rule.codes,
        mends: isBroken ? rule.mend(clip, profile, options) : nil)
    }
  }

  /// What the service would make of the clip, and whether the plan can change that.
  public static func verdict(findings: [Finding], plan: Plan) -> Report.Verdict {
    let rejects = findings.filter { $0.status == .broken && $0.severity == .reject }
    if rejects.isEmpty { return .pass }
    if rejects.contains(where: { $0.rule == .fileReadable }) { return .unreadable }
    return plan.kind == .impossible ? .reject : .fixable
  }
}

extension Profile {
  /// The same limits with those that a call asked for in their place.
  func narrowed(by options: Preflight.Options) -> Profile {
    var profile = self
    if let bytes = options.maximumBytes { profile.byteLimit = min(byteLimit, bytes) }
    return profile
  }
}

extension Finding.Measure {
  var isNumber: Bool {
    if case .number = self { true } else { false }
  }
}
