import LivePrep

/// `liveprep explain CODE`
struct ExplainCommand: Command {
  static let syntax = Syntax(
    command: "explain",
    summary: Words(
      "says what a service's code means, and what to do about it", "解释服务返回码及处理办法"),
    arguments: ["CODE"],
    options: [
      Option("--all", Words("the whole catalogue, as a table", "以表格列出全部返回码")), .json,
    ] + Option.common,
    isSatisfied: { $0.flag("--all") })

  private let code: String?
  private let isJSON: Bool

  init(_ arguments: Arguments) throws {
    code = arguments.positional.first
    isJSON = arguments.flag(Option.json.name)
    if let code, arguments.flag("--all") { throw UsageError.conflict(code, "--all") }
  }

  func run(_ console: Console) async throws -> ExitStatus {
    guard let code else {
      let all = Explanation.all.map { JSONReport.explanation($0).text }
      console.print(
        isJSON
          ? all.joined(separator: "\n") : String(Explanation.table.dropLast()))
      return .fine
    }
    switch Explanation.lookup(code) {
    case .found(let entry):
      console.print(
        isJSON ? JSONReport.explanation(entry).text : HumanReport(console).explanation(entry))
      return .fine
    case .unknown(let near):
      let names = near.map(\.code.rawValue)
      let guess =
        near.isEmpty
        ? Words("")
        : Words(
          "; near it: \(names.joined(separator: ", "))", "；相近的有：\(names.joined(separator: "、"))")
      throw LivePrepError(
        .usage, Words("unknown code \(code)" + guess.en, "未知返回码 \(code)" + guess.zh))
    }
  }
}

extension JSONReport {
  static func explanation(_ entry: Explanation) -> JSON {
    .object([
      "schema": .string("liveprep.explain/1"),
      "code": .string(entry.code.rawValue),
      "meaning": text(entry.meaning),
      "fault": .string(entry.fault.rawValue),
      "remedy": text(entry.remedy),
      "retryable": .bool(entry.retryable),
      "predictedBy": .strings(entry.predictedBy.map(\.rawValue)),
    ])
  }

  private static func text(_ text: Words) -> JSON {
    .object(["en": .string(text.en), "zh": .string(text.zh)])
  }
}

extension HumanReport {
  func explanation(_ entry: Explanation) -> String {
    var lines = [
      "\(painted(entry.code.rawValue, .bold)): \(self.text(entry.meaning))",
      language("  who can act: ", "  由谁处理：") + fault(entry.fault),
      language("  what to do:  ", "  怎么办：") + self.text(entry.remedy),
      language("  retry:       ", "  重试：")
        + (entry.retryable ? language("may help", "可能有效") : language("does not help", "无效")),
    ]
    if !entry.predictedBy.isEmpty {
      lines.append(
        language("  predicted by: ", "  本地预测：")
          + entry.predictedBy.map(\.rawValue).joined(separator: language.comma))
    }
    return lines.joined(separator: "\n")
  }

  func text(_ text: Words) -> String { language(text) }

  func fault(_ fault: Explanation.Fault) -> String {
    switch fault {
    case .personFilming: language(fault.words, "录制者")
    case .caller: language(fault.words, "调用方")
    case .accountOwner: language(fault.words, "账号所有者")
    case .service: language(fault.words, "服务方")
    }
  }
}
