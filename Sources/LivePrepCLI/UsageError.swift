/// A command line that cannot be understood; apart from its wording, so that tests can tell one
/// from another.
enum UsageError: Error, Equatable {
  case noCommand
  case unknownCommand(String, suggestion: String?)
  case unknownOption(String, suggestion: String?)
  case missingValue(option: String)
  case unexpectedValue(option: String)
  case repeated(option: String)
  case badValue(option: String, value: String, wanted: String)
  case missingOption(String)
  case conflict(String, String)
  case missingArgument(String)
  case extraArgument(String)
  /// Two clips would be written to one name.
  case sameOutput(String)
}

extension UsageError {
  /// What is wrong, and where to read on.
  func message(_ language: Language, command: String?) -> String {
    let help = ["liveprep", command, "--help"].compactMap { $0 }.joined(separator: " ")
    let what = what(language)
    let isQuestion = what.hasSuffix("?") || what.hasSuffix("？")
    return what
      + (isQuestion
        ? language(" See \(help)", "用法见 \(help)") : language("; see \(help)", "；用法见 \(help)"))
  }

  private func what(_ language: Language) -> String {
    switch self {
    case .noCommand:
      return language("no command given", "缺少命令")
    case .unknownCommand(let name, let suggestion):
      return language("unknown command \(name)", "未知命令 \(name)") + guess(suggestion, language)
    case .unknownOption(let name, let suggestion):
      return language("unknown option \(name)", "未知选项 \(name)") + guess(suggestion, language)
    case .missingValue(let option):
      return language("\(option) wants a value", "\(option) 缺少参数值")
    case .unexpectedValue(let option):
      return language("\(option) takes no value", "\(option) 不接受参数值")
    case .repeated(let option):
      return language("\(option) is given twice", "\(option) 重复")
    case .badValue(let option, let value, let wanted):
      return language("\(option) \(value): wanted \(wanted)", "\(option) \(value)：应为 \(wanted)")
    case .missingOption(let option):
      return language("\(option) is missing", "缺少 \(option)")
    case .conflict(let one, let other):
      return language("\(one) and \(other) exclude each other", "\(one) 与 \(other) 不能同时使用")
    case .missingArgument(let name):
      return language("\(name) is missing", "缺少 \(name)")
    case .extraArgument(let argument):
      return language("unexpected argument \(argument)", "多余的参数 \(argument)")
    case .sameOutput(let path):
      return language(
        "two clips would be written to \(path); prepare them one by one",
        "两个视频将写入同一文件 \(path)，请分别处理")
    }
  }

  private func guess(_ suggestion: String?, _ language: Language) -> String {
    suggestion.map { language("; did you mean \($0)?", "；是否想用 \($0)？") } ?? ""
  }
}
