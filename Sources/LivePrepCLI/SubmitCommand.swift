import FoundationEssentials
import LivePrep

/// `liveprep submit FILE`
struct SubmitCommand: Command {
  static let syntax = Syntax(
    command: "submit",
    summary: Words(
      "checks, prepares and sends a clip, and says what the service made of it",
      "检查、修复并提交视频，说明服务的结论"),
    arguments: ["FILE"],
    options: [
      .target, .mode,
      Option("--validate-data", "D", Words("the challenge: digits, 1,2 or 2,1", "数字或动作序列")),
      Option("--card", "F", Words("photo to compare with", "用于比对的照片")),
    ] + Option.identity + [
      .via, Option("--key", "K", Words("object to store the clip under", "存储视频的对象键")),
      Option("--stored", "K", Words("judge this object, send no file", "直接核验已存储的对象")),
      Option("--best-frames", "N", Words("best frames to ask for, 1 to 10", "返回最佳帧数，1–10")),
      Option("--frames-to", "DIR", Words("folder for the best frames", "最佳帧的保存文件夹")),
      .threshold, Option("--seq", "S", Words("marks the request", "请求标识")),
      Option("--as-is", Words("send the clip untouched", "不做处理，直接提交")),
      .maximumBytes, .upscale, .trim, .deep, .deadline, .skip, .json,
    ] + Option.service + Option.common,
    isSatisfied: { $0.string("--stored") != nil })

  let request: SubmitRequest
  private let options: Preflight.Options
  private let limits: Preflight.Limits
  private let isAsIs: Bool
  private let frameFolder: String?
  private let service: ServiceOptions
  private let isJSON: Bool

  init(_ arguments: Arguments) throws {
    request = try SubmitRequest(arguments)
    options = try arguments.preflightOptions()
    limits = try arguments.limits()
    isAsIs = arguments.flag("--as-is")
    frameFolder = arguments.string("--frames-to")
    service = try ServiceOptions(arguments)
    isJSON = arguments.flag(Option.json.name)
  }

  func run(_ console: Console) async throws -> ExitStatus {
    var client = try service.client(console, needsAppID: request.profile.target.isImageCall)
    client.profile = request.profile
    try request.checkComplete()
    do {
      return try await submit(client, console)
    } catch let error as UsageError {
      throw error
    } catch {
      return Failure(error).report(file: request.file, isJSON: isJSON, console)
    }
  }

  private func submit(_ client: ServiceClient, _ console: Console) async throws -> ExitStatus {
    let bar = Bar(console, file: request.file ?? "")
    var work = SubmitWork()
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    var video: String?
    if let file = request.file {
      let preflight = Preflight(limits: limits)
      if isAsIs {
        let report = try await preflight.check(
          file, profile: request.profile, options: options, progress: bar.show)
        work.checked = report
        warn(report, console)
        video = file
      } else {
        let ready = folder.path(of: "clip.mp4")
        var options = options
        options.maximumBytes = request.budget(asked: options.maximumBytes)
        work.prepared = try await preflight.prepare(
          file, to: ready, profile: request.profile, options: options, progress: bar.show)
        video = ready
      }
    }
    let submission = try request.submission(video: video)
    let result = try await client.submit(submission, progress: bar.show)
    console.clearBar()
    if let frameFolder {
      work.frames = try FrameFiles.write(result.bestFrames, to: frameFolder)
    }
    console.print(
      isJSON
        ? JSONReport.submit(result, request, work).text
        : HumanReport(console).submit(result, request, work))
    return result.status(console)
  }

  /// What `check` thinks of a clip that is sent untouched.
  private func warn(_ report: Report, _ console: Console) {
    let broken = report.findings.filter { $0.status == .broken && $0.severity != .note }
    for finding in broken {
      let measured =
        finding.measuredWords.map { console.language(": ", "：") + console.language($0) } ?? ""
      console.complain(
        printable(
          "\(report.file): \(finding.severity.rawValue) \(finding.rule.rawValue)\(measured)"))
    }
  }
}

/// What is known besides the service's answer.
struct SubmitWork: Sendable {
  /// `nil`: sent as it is, or nothing sent.
  var prepared: Preparation?
  /// Only of a clip that was sent as it is.
  var checked: Report?
  /// Paths of the best frames that were written.
  var frames: [String] = []
}

extension SubmissionResult {
  /// The verdict for the shell; why there is none is talk as well.
  func status(_ console: Console) -> ExitStatus {
    switch outcome {
    case .passed: return .fine
    case .rejected: return .rejected
    case .undecided:
      console.complain(printable(console.language(words)))
      return ExitStatus(failure ?? .serviceUnavailable)
    }
  }
}
