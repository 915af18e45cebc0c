import LivePrep

/// Help, written out of the syntax.
enum Help {
  static func program(_ commands: [Syntax], _ language: Language) -> String {
    var lines = [
      language(
        "liveprep: finds out whether a face-verification service would turn a clip down, and mends it.",
        "liveprep：检查人脸核身视频是否会被服务拒绝，并加以修复。"),
      "",
      language("usage: liveprep COMMAND …", "用法：liveprep 命令 …"),
      "",
    ]
    let width = (commands.map(\.command.count).max() ?? 0) + 2
    for syntax in commands {
      lines.append("  " + padded(syntax.command, width) + language(syntax.summary))
    }
    lines += [
      "",
      language(
        "liveprep COMMAND --help says more; liveprep --version says which this is.",
        "详见 liveprep 命令 --help；版本见 liveprep --version。"),
      language(
        "Exit status: 0 fine, 1 would be or was rejected, 64 usage, 65 unreadable clip, 66 no such file,",
        "退出状态：0 通过，1 会被或已被拒绝，64 用法错误，65 视频无法读取，66 文件不存在，"),
      language(
        "69 service unavailable, 70 our bug, 73 cannot write, 75 try again later, 77 credentials.",
        "69 服务不可用，70 本程序缺陷，73 无法写入，75 稍后重试，77 凭据问题。"),
    ]
    return lines.joined(separator: "\n")
  }

  static func command(_ syntax: Syntax, _ language: Language) -> String {
    let usage = (["liveprep", syntax.command] + syntax.arguments).joined(separator: " ")
    var lines = [
      language("usage: ", "用法：") + usage + language(" [options]", " [选项]"), "",
      language(syntax.summary), "",
    ]
    let rows = syntax.options.map { option in
      let names = [option.short, option.name].compactMap { $0 }.joined(separator: ", ")
      return (names + (option.value.map { " \($0)" } ?? ""), language(option.help))
    }
    let width = (rows.map(\.0.count).max() ?? 0) + 2
    lines += rows.map { "  " + padded($0.0, width) + $0.1 }
    return lines.joined(separator: "\n")
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}
