import FoundationEssentials
import LivePrep

/// `liveprep check FILE…`
struct CheckCommand: Command {
  static let syntax = Syntax(
    command: "check",
    summary: Words(
      "says what a service would turn down, and what would mend it",
      "说明服务会拒绝什么，以及如何修复"),
    arguments: ["FILE…"],
    options: [
      .target, .mode, .deep, .maximumBytes, .upscale, .trim,
      Option("--strict", Words("exit 1 for risks, too", "存在风险时也返回 1")), .jobs, .deadline,
      .json,
    ] + Option.common)

  private let paths: [String]
  private let profile: Profile
  private let options: Preflight.Options
  private let limits: Preflight.Limits
  private let isStrict: Bool
  private let isJSON: Bool
  private let jobs: Int?

  init(_ arguments: Arguments) throws {
    paths = arguments.positional
    profile = try arguments.profile()
    options = try arguments.preflightOptions()
    limits = try arguments.limits()
    isStrict = arguments.flag("--strict")
    isJSON = arguments.flag(Option.json.name)
    jobs = try arguments.jobs()
  }

  func run(_ console: Console) async throws -> ExitStatus {
    let files = try ClipList.expand(paths)
    let preflight = Preflight(limits: limits, workers: jobs)
    var worst = ExitStatus.fine
    await inOrder(files, jobs: jobs ?? ProcessInfo.processInfo.activeProcessorCount) { file in
      let bar = Bar(console, file: file)
      do {
        let report = try await preflight.check(
          file, profile: profile, options: options, progress: bar.show)
        return (file, Result<Report, Failure>.success(report))
      } catch {
        return (file, .failure(Failure(error)))
      }
    } emit: { file, result in
      worst = max(worst, tell(file, result, console))
    }
    console.clearBar()
    try Task.checkCancellation()
    return worst
  }

  private func tell(
    _ file: String, _ result: Result<Report, Failure>, _ console: Console
  ) -> ExitStatus {
    switch result {
    // Said once, for all of them.
    case .failure(let failure) where failure.error.kind == .cancelled:
      return .cancelled
    case .failure(let failure):
      return failure.report(file: file, isJSON: isJSON, console)
    case .success(let report):
      console.print(
        isJSON ? JSONReport.check(report).text : HumanReport(console).check(report))
      if report.verdict == .unreadable { complain(report, console) }
      return ExitStatus(report, strict: isStrict)
    }
  }

  private func complain(_ report: Report, _ console: Console) {
    let reason = report.findings.first { $0.status == .broken }?.measuredWords.map {
      console.language(": ", "：") + console.language($0)
    }
    console.complain(printable(report.file + (reason ?? "")))
  }
}
