import LivePrep

/// One command: its syntax, what it makes of the arguments, and what it does.
protocol Command: Sendable {
  static var syntax: Syntax { get }
  init(_ arguments: Arguments) throws
  func run(_ console: Console) async throws -> ExitStatus
}

extension Option {
  static let json = Option("--json", Words("one JSON object a file", "每个文件输出一个 JSON 对象"))
  static let lang = Option(
    "--lang", "en|zh", Words("language of what people read", "界面语言"))
  static let help = Option("--help", short: "-h", Words("this text", "显示本帮助"))
  /// What every command takes.
  static let common = [lang, help]
}

/// The whole command: from the words of the command line to the exit status.
enum Program {
  static let version = "0.1.0"
  static let commands: [any Command.Type] = [
    CheckCommand.self, PrepareCommand.self, SubmitCommand.self, ChallengeCommand.self,
    IDCompareCommand.self, ExplainCommand.self, SandboxCommand.self,
  ]

  /// - Parameter words: without the program's own name.
  static func run(_ words: [String], environment: [String: String]) async -> ExitStatus {
    // Before the words are understood, the language must be known to say so.
    let asked = languageAsked(words)
    let console = Console(
      language: Language(asked, environment: environment), environment: environment)
    let status = await run(words, console)
    guard !console.hasFailed else {
      console.complain(
        console.language(
          "standard output: cannot be written; free some space or check the reader",
          "标准输出无法写入，请检查磁盘空间或管道"))
      return max(status, .cannotWrite)
    }
    return status
  }

  static func run(_ words: [String], _ console: Console) async -> ExitStatus {
    let isJSON = words.contains("--json")
    guard let name = words.first else {
      return refuse(.noCommand, nil, isJSON, console)
    }
    switch name {
    case "--help", "-h", "help":
      console.print(Help.program(commands.map { $0.syntax }, console.language))
      return .fine
    case "--version":
      console.print("liveprep \(version)")
      return .fine
    default: break
    }
    guard let command = commands.first(where: { $0.syntax.command == name }) else {
      let names = commands.map { $0.syntax.command }
      return refuse(
        name.hasPrefix("-")
          ? .unknownOption(name, suggestion: nil)
          : .unknownCommand(name, suggestion: Arguments.nearest(to: name, among: names)),
        nil, isJSON, console)
    }
    return await run(command, Array(words.dropFirst()), isJSON, console)
  }

  private static func run(
    _ command: any Command.Type, _ words: [String], _ isJSON: Bool, _ console: Console
  ) async -> ExitStatus {
    let syntax = command.syntax
    if words.prefix(while: { $0 != "--" }).contains(where: { $0 == "--help" || $0 == "-h" }) {
      console.print(Help.command(syntax, console.language))
      return .fine
    }
    do {
      let arguments = try Arguments(words, syntax: syntax)
      _ = try arguments.choice(Option.lang.name, Language.self)
      return try await command.init(arguments).run(console)
    } catch let error as UsageError {
      return refuse(error, syntax.command, isJSON, console)
    } catch {
      return Failure(error).report(file: nil, isJSON: isJSON, console)
    }
  }

  private static func refuse(
    _ error: UsageError, _ command: String?, _ isJSON: Bool, _ console: Console
  ) -> ExitStatus {
    Failure(
      LivePrepError(
        .usage, error.message(.en, command: command), error.message(.zh, command: command))
    )
    .report(file: nil, isJSON: isJSON, console)
  }

  private static func languageAsked(_ words: [String]) -> Language? {
    for (index, word) in words.enumerated() {
      if word == "--lang", index + 1 < words.count { return Language(rawValue: words[index + 1]) }
      if word.hasPrefix("--lang=") { return Language(rawValue: String(word.dropFirst(7))) }
    }
    return nil
  }
}

/// Anything that was thrown, as one of the kinds that have a status.
struct Failure: Error {
  var error: LivePrepError

  init(_ error: any Error) {
    self.error =
      switch error {
      case let known as LivePrepError: known
      case is CancellationError: LivePrepError(.cancelled, "interrupted", "已中断")
      default:
        LivePrepError(
          .internalError, "unexpected \(type(of: error)); this is a fault of liveprep, report it")
      }
  }

  /// Talk for people always, and an object where objects were asked for.
  func report(file: String?, isJSON: Bool, _ console: Console) -> ExitStatus {
    if isJSON { console.print(JSONReport.error(error, file: file).text) }
    console.complain(
      console.language(error.words).split(separator: "\n").map { printable(String($0)) }
        .joined(separator: "\n"))
    return ExitStatus(error.kind)
  }
}
