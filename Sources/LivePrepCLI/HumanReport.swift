import LivePrep

/// What a person reads.
struct HumanReport {
  let language: Language
  let isColoured: Bool

  init(_ console: Console) {
    self.init(console.language, isColoured: console.isColoured)
  }

  init(_ language: Language, isColoured: Bool = false) {
    self.language = language
    self.isColoured = isColoured
  }

  /// One clip's findings: what is wrong, what was wanted, and what to do.
  func check(_ report: Report) -> String {
    let name = painted(printable(report.file), .bold)
    var lines = ["\(name): \(verdict(report))", "  \(clip(report.clip))"]
    for severity in [Finding.Severity.reject, .risk, .note] {
      for finding in report.broken(severity) { lines += broken(finding, report.profile) }
    }
    if report.verdict == .unreadable { return lines.joined(separator: "\n") }
    let unknown = report.findings.filter { $0.status == .unknown }.map(\.rule.rawValue)
    if !unknown.isEmpty {
      lines.append(
        "  " + painted(language("unknown", "未知"), .dim) + "  "
          + unknown.joined(separator: language.comma))
    }
    let met = report.findings.count { $0.status == .met }
    let total = report.findings.count { $0.status != .notApplicable }
    lines.append(
      "  " + painted(language("met    ", "满足"), .green) + "  "
        + language("\(met) of \(total) rules", "\(met)/\(total) 条规则"))
    return lines.joined(separator: "\n")
  }

  private func verdict(_ report: Report) -> String {
    switch report.verdict {
    case .pass where report.plan.kind == .passthrough:
      painted(language("pass", "通过"), .green)
    case .pass:
      painted(language("pass", "通过"), .green)
        + language(
          ", better with: \(plan(report.plan.kind))", "，建议：\(plan(report.plan.kind))")
    case .fixable:
      painted(language("fixable", "可修复"), .yellow)
        + language(", with: \(plan(report.plan.kind))", "，方式：\(plan(report.plan.kind))")
    case .reject:
      painted(language("would be rejected, and cannot be mended", "会被拒绝，且无法修复"), .red)
    case .unreadable:
      painted(language("unreadable", "无法读取"), .red)
    }
  }

  private func broken(_ finding: Finding, _ profile: Profile) -> [String] {
    let rule = Rules.rule(finding.rule)
    let title = rule.map { language($0.title) + language(" (", "（") } ?? ""
    let end = rule == nil ? "" : language(")", "）")
    let wanted = rule.map { language($0.wanted(profile)) } ?? finding.wanted
    let measured = finding.measuredWords.map { language(": ", "：") + printable(language($0)) } ?? ""
    let indent = language("           ", "        ")
    var lines = [
      "  \(label(finding.severity))  \(title)\(finding.rule.rawValue)\(end)\(measured)",
      indent + language("wanted: ", "要求：") + wanted,
    ]
    if !finding.codes.isEmpty {
      lines.append(
        indent + language("the service may answer: ", "服务可能返回：")
          + finding.codes.joined(separator: language.comma))
    }
    if let mend = finding.mends {
      lines.append(indent + language("mended by: ", "修复方式：") + self.mend(mend))
    } else if let advice = rule?.advice {
      lines.append(indent + language("what to do: ", "怎么办：") + language(advice))
    }
    return lines
  }

  private func label(_ severity: Finding.Severity) -> String {
    switch severity {
    case .reject: painted(language("reject ", "拒绝"), .red)
    case .risk: painted(language("risk   ", "风险"), .yellow)
    case .note: painted(language("note   ", "提示"), .dim)
    }
  }

  // MARK: Words

  func plan(_ kind: Plan.Kind) -> String {
    switch kind {
    case .passthrough: language("nothing, it passes as it is", "原样通过")
    case .remux: language("a new container, picture and sound copied", "重新封装，画面和声音不变")
    case .audioOnly: language("new sound, the picture copied", "重新编码声音，画面不变")
    case .transcode: language("a transcode", "转码")
    case .impossible: language("nothing that can be done", "无法修复")
    }
  }

  private func mend(_ mend: Finding.Mend) -> String {
    switch mend {
    case .remux: language("writing it anew, picture and sound copied", "重新封装")
    case .gain: language("making the sound louder", "提高音量")
    case .trim: language("cutting it to the speech", "裁剪到有语音的部分")
    case .transcode: language("encoding the picture again", "重新编码画面")
    case .audioOnly: language("encoding the sound again", "重新编码声音")
    }
  }

  /// A clip in one line.
  func clip(_ clip: Clip) -> String {
    let size = clip.width.flatMap { width in clip.height.map { "\(width)x\($0)" } }
    let picture = [clip.videoCodec, size].compactMap { $0 }.joined(separator: " ")
    let sound = [
      clip.audioCodec, clip.sampleRate.map { "\($0) Hz" },
      clip.channels.map { language("\($0) ch", "\($0) 声道") },
    ].compactMap { $0 }.joined(separator: " ")
    let parts: [String?] = [
      clip.container, bytes(clip.bytes),
      clip.duration.map { "\(figure($0, 2)) s" },
      picture, clip.frameRate.map { "\(figure($0, 2)) fps" },
      sound, clip.integratedLoudness.map { "\(figure($0, 1)) LUFS" },
    ]
    return parts.compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: ", ")
  }

  func bytes(_ count: Int64) -> String {
    switch count {
    case ..<1_000: "\(count) B"
    case ..<1_000_000: "\(figure(Double(count) / 1e3, 1)) kB"
    default: "\(figure(Double(count) / 1e6, 2)) MB"
    }
  }

  /// With at most so many decimals.
  func figure(_ value: Double, _ decimals: Int) -> String {
    let power = [1.0, 10, 100, 1000][min(3, max(0, decimals))]
    return LivePrep.figure((value * power).rounded() / power)
  }

  // MARK: Colour

  enum Paint: String {
    case bold = "1"
    case dim = "2"
    case red = "31"
    case green = "32"
    case yellow = "33"
  }

  func painted(_ text: String, _ paint: Paint) -> String {
    isColoured ? "\u{1B}[\(paint.rawValue)m\(text)\u{1B}[0m" : text
  }
}
