import FoundationEssentials
import LivePrep

/// `liveprep prepare FILE… -o OUT`
struct PrepareCommand: Command {
  static let syntax = Syntax(
    command: "prepare",
    summary: Words(
      "mends what can be mended with the least work, and proves it",
      "以最少的处理修复视频，并加以验证"),
    arguments: ["FILE…"],
    options: [
      .output, .target, .mode, .maximumBytes, .upscale, .trim, .deep,
      Option("--dry-run", Words("say what would be done, write nothing", "只说明将做什么，不写入")),
      .jobs, .deadline, .json,
    ] + Option.common)

  private struct Job: Sendable {
    var file: String
    /// `nil`: a dry run.
    var output: String?
  }

  private let paths: [String]
  private let output: String?
  private let profile: Profile
  private let options: Preflight.Options
  private let limits: Preflight.Limits
  private let isJSON: Bool
  private let jobs: Int?

  init(_ arguments: Arguments) throws {
    paths = arguments.positional
    let isDry = arguments.flag("--dry-run")
    output = isDry ? nil : try arguments.required(Option.output)
    profile = try arguments.profile()
    options = try arguments.preflightOptions()
    limits = try arguments.limits()
    isJSON = arguments.flag(Option.json.name)
    jobs = try arguments.jobs()
  }

  func run(_ console: Console) async throws -> ExitStatus {
    let work = try assigned()
    let preflight = Preflight(limits: limits, workers: jobs)
    var worst = ExitStatus.fine
    await inOrder(work, jobs: jobs ?? ProcessInfo.processInfo.activeProcessorCount) { job in
      do {
        return (job, Result<Preparation, Failure>.success(try await done(job, preflight, console)))
      } catch {
        return (job, .failure(Failure(error)))
      }
    } emit: { job, result in
      worst = max(worst, tell(job.file, result, console))
    }
    console.clearBar()
    try Task.checkCancellation()
    return worst
  }

  private func done(
    _ job: Job, _ preflight: Preflight, _ console: Console
  ) async throws -> Preparation {
    guard let output = job.output else {
      return try await preflight.plan(job.file, profile: profile, options: options)
    }
    return try await preflight.prepare(
      job.file, to: output, profile: profile, options: options,
      progress: Bar(console, file: job.file).show)
  }

  private func tell(
    _ file: String, _ result: Result<Preparation, Failure>, _ console: Console
  ) -> ExitStatus {
    switch result {
    // Said once, for all of them.
    case .failure(let failure) where failure.error.kind == .cancelled:
      return .cancelled
    case .failure(let failure):
      return failure.report(file: file, isJSON: isJSON, console)
    case .success(let work):
      console.print(
        isJSON ? JSONReport.prepare(work).text : HumanReport(console).prepare(work))
      // Only a dry run hands back a plan that cannot be carried out.
      guard work.plan.kind == .impossible else { return .fine }
      return ExitStatus(work.before, strict: false)
    }
  }

  /// One clip goes to the name given; several, or those of a folder, keep their names in the folder
  /// given and become `.mp4`.
  private func assigned() throws -> [Job] {
    guard let output else {
      return try ClipList.expand(paths).map { Job(file: $0, output: nil) }
    }
    let isMany = paths.count > 1 || (ClipList.isFolder(paths[0]) && ClipList.isFolder(output))
    guard isMany else { return [Job(file: paths[0], output: output)] }
    let files = try ClipList.expand(paths)
    guard ClipList.isFolder(output) else {
      throw LivePrepError(
        .cannotWrite,
        Words(
          "\(output): no such folder; make it first, it is to hold \(files.count) clips",
          "\(output)：文件夹不存在，请先创建"))
    }
    var taken: Set<String> = []
    return try files.map { file in
      let name = file.split(separator: "/").last.map(String.init) ?? file
      let stem = name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
      let path = (output.hasSuffix("/") ? output : output + "/") + stem + ".mp4"
      guard taken.insert(path).inserted else { throw UsageError.sameOutput(path) }
      return Job(file: file, output: path)
    }
  }
}
