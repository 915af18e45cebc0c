import LivePrep

extension HumanReport {
  /// What was done, or in a dry run what would be.
  func prepare(_ work: Preparation) -> String {
    if work.plan.kind == .impossible { return check(work.before) }
    var lines = [head(work)]
    if !work.plan.reasons.isEmpty {
      let reasons = work.plan.reasons.map { id in
        Rules.rule(id).map { "\(language($0.title)) (\(id.rawValue))" } ?? id.rawValue
      }
      lines.append(row(language("because", "原因"), reasons.joined(separator: language.comma)))
    }
    lines += steps(work.plan)
    lines.append(row(language("before", "之前"), clip(work.before.clip)))
    guard let after = work.after else { return lines.joined(separator: "\n") }
    lines.append(row(language("after", "之后"), clip(after.clip)))
    for severity in [Finding.Severity.risk, .note] {
      for finding in after.broken(severity) {
        let measured =
          finding.measuredWords.map { language(": ", "：") + printable(language($0)) } ?? ""
        let title = Rules.rule(finding.rule).map { language($0.title) } ?? ""
        let stays = language("stays", "仍有")
        lines.append(row(stays, "\(title) (\(finding.rule.rawValue))\(measured)"))
      }
    }
    let total = "\(figure(work.seconds.total, 2)) s"
    lines.append(row(language("took", "用时"), total))
    return lines.joined(separator: "\n")
  }

  private func head(_ work: Preparation) -> String {
    let name = painted(printable(work.file), .bold)
    guard let output = work.output else {
      return "\(name): " + language("would be: ", "将会：") + plan(work.plan.kind)
    }
    return "\(name) → \(painted(printable(output), .bold)): \(plan(work.plan.kind))"
  }

  private func steps(_ plan: Plan) -> [String] {
    var lines: [String] = []
    if let picture = plan.picture {
      var parts = ["\(picture.width)x\(picture.height)", rate(picture.frameRate)]
      if picture.rotation != 0 {
        parts.append(language("turned by \(picture.rotation)°", "旋转 \(picture.rotation)°"))
      }
      if picture.mirrored { parts.append(language("flipped", "翻转")) }
      if picture.toneMapped { parts.append(language("HDR to SDR", "HDR 转 SDR")) }
      if picture.deinterlaced { parts.append(language("deinterlaced", "去隔行")) }
      lines.append(row(language("picture", "画面"), parts.joined(separator: language.comma)))
    }
    if let sound = plan.sound {
      var parts = ["AAC \(sound.bitRate / 1000) kb/s", "\(sound.sampleRate) Hz"]
      if sound.gain != 0 { parts.append("+\(figure(sound.gain, 1)) dB") }
      if let channel = sound.channel {
        parts.append(language("only channel \(channel)", "仅取声道 \(channel)"))
      }
      lines.append(row(language("sound", "声音"), parts.joined(separator: language.comma)))
    }
    if let window = plan.window {
      lines.append(
        row(
          language("cut to", "裁剪"), "\(figure(window.start, 2)) s – \(figure(window.end, 2)) s"))
    }
    return lines
  }

  private func rate(_ fraction: [Int]) -> String {
    guard fraction.count == 2, fraction[1] != 0 else { return "" }
    return "\(figure(Double(fraction[0]) / Double(fraction[1]), 2)) fps"
  }

  func row(_ name: String, _ text: String) -> String {
    let width = language == .zh ? 2 : 7
    return "  " + painted(name + String(repeating: " ", count: max(0, width - name.count)), .dim)
      + "  " + text
  }
}
