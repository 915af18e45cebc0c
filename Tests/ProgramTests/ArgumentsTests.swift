import LivePrep
import Testing

@testable import LivePrepCLI

private let syntax = Syntax(
  command: "try", summary: Words("", ""), arguments: ["FILE…"],
  options: [
    Option("--target", "T", Words("", "")), Option("--output", short: "-o", "OUT", Words("", "")),
    Option("--fail", "F", repeats: true, Words("", "")), Option("--json", Words("", "")),
  ])

private func parsed(_ words: String...) throws(UsageError) -> Arguments {
  try Arguments(words, syntax: syntax)
}

@Suite("Arguments")
struct ArgumentsTests {
  @Test func optionsAndFilesInAnyOrder() throws {
    let arguments = try parsed("a", "--target", "x", "b", "-o", "c", "--json")
    #expect(arguments.positional == ["a", "b"])
    #expect(arguments.string("--target") == "x")
    #expect(arguments.string("--output") == "c")
    #expect(arguments.flag("--json"))
    #expect(try parsed("a").flag("--json") == false)
    #expect(try parsed("a").string("--target") == nil)
  }

  @Test func valuesAfterAnEqualsSign() throws {
    #expect(try parsed("a", "--target=x=y").string("--target") == "x=y")
    #expect(try parsed("a", "--target=").string("--target")?.isEmpty == true)
    #expect(try parsed("a", "--target=--json").string("--target") == "--json")
    #expect(try parsed("a", "-o=c").string("--output") == "c")
  }

  @Test func valuesThatLookLikeOptions() throws {
    #expect(try parsed("a", "--target", "-5").string("--target") == "-5")
    #expect(try parsed("a", "--target", "-").string("--target") == "-")
  }

  @Test func everythingAfterTwoDashesIsAFile() throws {
    #expect(try parsed("--", "--json", "-x").positional == ["--json", "-x"])
    #expect(try parsed("-").positional == ["-"])
  }

  @Test func repeats() throws {
    #expect(try parsed("a", "--fail", "x", "--fail=y").strings("--fail") == ["x", "y"])
    #expect(throws: UsageError.repeated(option: "--target")) {
      try parsed("a", "--target", "x", "--target", "y")
    }
    #expect(throws: UsageError.repeated(option: "--output")) {
      try parsed("a", "-o", "x", "--output", "y")
    }
  }

  @Test func whatIsMissingOrTooMuch() {
    #expect(throws: UsageError.missingArgument("FILE…")) { try parsed("--json") }
    #expect(throws: UsageError.missingValue(option: "--target")) { try parsed("a", "--target") }
    #expect(throws: UsageError.missingValue(option: "--output")) {
      try parsed("a", "-o", "--json")
    }
    #expect(throws: UsageError.unexpectedValue(option: "--json")) { try parsed("a", "--json=1") }
    var one = syntax
    one.arguments = ["FILE"]
    #expect(throws: UsageError.extraArgument("b")) { try Arguments(["a", "b"], syntax: one) }
    #expect(throws: UsageError.missingOption("--target")) {
      try parsed("a").required(syntax.options[0])
    }
    #expect(throws: UsageError.missingOption("-o")) {
      try parsed("a").required(syntax.options[1])
    }
  }

  @Test func unknownOptions() {
    func suggestion(_ word: String) -> UsageError? {
      do throws(UsageError) {
        _ = try parsed(word)
        return nil
      } catch {
        return error
      }
    }
    #expect(suggestion("--jsn") == .unknownOption("--jsn", suggestion: "--json"))
    #expect(suggestion("--targ") == .unknownOption("--targ", suggestion: "--target"))
    #expect(suggestion("--targte=x") == .unknownOption("--targte", suggestion: "--target"))
    #expect(suggestion("--verbose") == .unknownOption("--verbose", suggestion: nil))
    #expect(suggestion("-x") == .unknownOption("-x", suggestion: nil))
  }

  @Test func typedValues() throws {
    #expect(try parsed("a", "--target", "12").integer("--target", 1...20) == 12)
    #expect(try parsed("a", "--target", "1.5").number("--target", 0...2) == 1.5)
    #expect(try parsed("a").integer("--target", 1...20) == nil)
    #expect(
      throws: UsageError.badValue(option: "--target", value: "21", wanted: "1 … 20")
    ) { try parsed("a", "--target", "21").integer("--target", 1...20) }
    #expect(throws: UsageError.badValue(option: "--target", value: "x", wanted: "1")) {
      try parsed("a", "--target", "x").integer("--target", 1...Int.max)
    }
    #expect(
      throws: UsageError.badValue(option: "--target", value: "nan", wanted: "0 … 2")
    ) { try parsed("a", "--target", "nan").number("--target", 0...2) }
    #expect(
      throws: UsageError.badValue(option: "--target", value: "x", wanted: "lip, action, silent")
    ) { try parsed("a", "--target", "x").choice("--target", Mode.self) }
  }

  @Test func aModeThatTheTargetDoesNotOffer() async {
    let result = await program(["check", "a", "--mode", "silent"])
    #expect(result.status == .usage)
    #expect(
      result.talk == "liveprep: --mode silent: wanted lip; see liveprep check --help\n")
  }
}

@Suite("Wording of usage errors")
struct UsageWordingTests {
  @Test(arguments: [
    (UsageError.noCommand, "no command given; see liveprep --help", "缺少命令；用法见 liveprep --help"),
    (
      .unknownCommand("chek", suggestion: "check"),
      "unknown command chek; did you mean check? See liveprep --help",
      "未知命令 chek；是否想用 check？用法见 liveprep --help"
    ),
  ])
  func beforeACommand(_ error: UsageError, _ en: String, _ zh: String) {
    #expect(error.message(.en, command: nil) == en)
    #expect(error.message(.zh, command: nil) == zh)
  }

  @Test(arguments: [
    (UsageError.unknownOption("--x", suggestion: nil), "unknown option --x", "未知选项 --x"),
    (.missingValue(option: "--mode"), "--mode wants a value", "--mode 缺少参数值"),
    (.unexpectedValue(option: "--json"), "--json takes no value", "--json 不接受参数值"),
    (.repeated(option: "--mode"), "--mode is given twice", "--mode 重复"),
    (
      .badValue(option: "--jobs", value: "0", wanted: "1 … 256"), "--jobs 0: wanted 1 … 256",
      "--jobs 0：应为 1 … 256"
    ),
    (.missingOption("--output"), "--output is missing", "缺少 --output"),
    (
      .conflict("--card", "--id-number"), "--card and --id-number exclude each other",
      "--card 与 --id-number 不能同时使用"
    ),
    (.missingArgument("FILE"), "FILE is missing", "缺少 FILE"),
    (.extraArgument("b"), "unexpected argument b", "多余的参数 b"),
    (
      .sameOutput("o/a.mp4"), "two clips would be written to o/a.mp4; prepare them one by one",
      "两个视频将写入同一文件 o/a.mp4，请分别处理"
    ),
  ])
  func inACommand(_ error: UsageError, _ en: String, _ zh: String) {
    #expect(error.message(.en, command: "check") == en + "; see liveprep check --help")
    #expect(error.message(.zh, command: "check") == zh + "；用法见 liveprep check --help")
  }

  @Test func onStandardErrorAndAsAnObject() async {
    let result = await program(["check", "--jsn", "a", "--json"])
    #expect(result.status == .usage)
    #expect(
      result.talk
        == "liveprep: unknown option --jsn; did you mean --json? See liveprep check --help\n")
    #expect(
      result.output
        == #"{"schema":"liveprep.error/1","file":null,"error":"usage","message":"unknown option --jsn; did you mean --json? See liveprep check --help","exit":64}"#
        + "\n")
  }

  @Test func helpAndVersion() async {
    for words in [["--help"], ["-h"], ["help"]] {
      let result = await program(words)
      #expect(result.status == .fine)
      #expect(result.output.hasPrefix("liveprep: finds out whether"))
      #expect(result.talk.isEmpty)
    }
    #expect(await program(["--version"]).output == "liveprep \(Program.version)\n")
    for command in Program.commands {
      for language in Language.allCases {
        let result = await program([command.syntax.command, "--help"], language)
        #expect(result.status == .fine)
        for option in command.syntax.options { #expect(result.output.contains(option.name)) }
      }
    }
  }

  @Test(
    arguments: [
      (nil, [:], Language.en), (nil, ["LANG": "zh_CN.UTF-8"], .zh), (.en, ["LANG": "zh_CN"], .en),
      (.zh, [:], .zh), (nil, ["LANG": "zh_CN", "LC_ALL": "C"], .en),
      (nil, ["LANG": "de_DE", "LC_MESSAGES": "zh_TW"], .zh),
      (nil, ["LC_ALL": "", "LANG": "zh"], .zh),
    ] as [(Language?, [String: String], Language)])
  func language(_ asked: Language?, _ environment: [String: String], _ expected: Language) {
    #expect(Language(asked, environment: environment) == expected)
  }
}
