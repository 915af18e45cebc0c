import FoundationEssentials
import LivePrep

extension Option {
  static let target = Option(
    "--target", "T",
    Words(
      "livedetectfour (default), idcardlivedetectfour, liveness-recognition, liveness-compare",
      "livedetectfour（默认）、idcardlivedetectfour、liveness-recognition、liveness-compare"))
  static let mode = Option(
    "--mode", "M",
    Words("lip (spoken digits, default), action, silent", "lip（读数字，默认）、action（动作）、silent（静默）"))
  static let deep = Option(
    "--deep", Words("decode every frame, not only key frames", "解码每一帧，而不只关键帧"))
  static let maximumBytes = Option(
    "--max-bytes", "N", Words("the result is smaller than N bytes", "结果小于 N 字节"))
  static let upscale = Option(
    "--upscale", Words("enlarge a picture that is too small", "放大过小的画面"))
  static let trim = Option(
    "--trim", Words("cut a clip that is too long in every mode", "任何模式下都裁剪过长的视频"))
  static let jobs = Option("--jobs", "N", Words("files at a time", "同时处理的文件数"))
  static let deadline = Option(
    "--deadline", "S", Words("seconds for each file (default 40)", "每个文件的时限，单位秒（默认 40）"))
  static let output = Option(
    "--output", short: "-o", "OUT",
    Words("file to write, or a folder for several", "输出文件；多个输入时为文件夹"))
}

extension Arguments {
  /// The limits of `--target` and `--mode`.
  func profile() throws(UsageError) -> Profile {
    let target = try choice(Option.target.name, Target.self) ?? .livedetectfour
    let mode = try choice(Option.mode.name, Mode.self)
    if let mode, !target.modes.contains(mode) {
      throw .badValue(
        option: Option.mode.name, value: mode.rawValue,
        wanted: target.modes.map(\.rawValue).joined(separator: ", "))
    }
    return Profile(target: target, mode: mode)
  }

  func preflightOptions() throws(UsageError) -> Preflight.Options {
    var options = Preflight.Options()
    options.depth = flag(Option.deep.name) ? .deep : .default
    options.maximumBytes = try integer(Option.maximumBytes.name, 1...Int.max)
    options.upscale = flag(Option.upscale.name)
    options.trim = flag(Option.trim.name)
    return options
  }

  func limits() throws(UsageError) -> Preflight.Limits {
    var limits = Preflight.Limits()
    limits.deadline = try number(Option.deadline.name, 0.1...86_400) ?? limits.deadline
    return limits
  }

  /// `nil`: as many as there are cores.
  func jobs() throws(UsageError) -> Int? { try integer(Option.jobs.name, 1...256) }
}

/// A bar on standard error, drawn again only where it changes.
struct Bar: Sendable {
  var console: Console
  var name: String

  init(_ console: Console, file: String) {
    self.console = console
    name = printable(file.split(separator: "/").last.map(String.init) ?? file)
  }

  func show(_ progress: Progress) {
    guard console.isWatched else { return }
    let width = 24
    let filled = Int((min(1, max(0, progress.fraction)) * Double(width)).rounded())
    let bar =
      String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
    console.bar("\(bar) \(stage(progress.stage)) \(name)")
  }

  private func stage(_ stage: Progress.Stage) -> String {
    switch stage {
    case .probe: console.language("checking", "检查")
    case .transcode: console.language("preparing", "处理")
    case .verify: console.language("verifying", "校验")
    case .upload: console.language("sending", "上传")
    }
  }
}
