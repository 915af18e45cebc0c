import Libav

extension Preflight {
  /// Decides what a clip needs and does nothing: a dry run.
  ///
  /// - Throws: as `check`.
  public func plan(
    _ file: String, profile: Profile = Profile(), options: Options = Options(),
    progress: ProgressHandler? = nil
  ) async throws -> Preparation {
    try await run(file) { [limits] watch in
      let started = Watch.now()
      let report = try Self.report(file, profile, options, limits, watch, progress)
      var seconds = Preparation.Seconds()
      seconds.probe = Self.seconds(since: started)
      seconds.total = seconds.probe
      return Preparation(
        file: file, output: nil, before: report, after: nil, plan: report.plan,
        bytesIn: report.clip.bytes, bytesOut: nil, seconds: seconds, work: Work(watch))
    }
  }

  /// Mends a clip with the least work that does, proves that the result passes, and writes it.
  ///
  /// `output` appears whole or not at all; `file` is never touched. Where nothing is wrong the bytes
  /// are copied as they are.
  ///
  /// - Parameters:
  ///   - file: the path of a regular file.
  ///   - output: the path to write; replaced where it exists.
  /// - Throws: `LivePrepError`: as `check`, and of the kinds `unfixable` (with every reason),
  ///   `cannotWrite` and `usage` (the output is the input).
  public func prepare(
    _ file: String, to output: String, profile: Profile = Profile(), options: Options = Options(),
    progress: ProgressHandler? = nil
  ) async throws -> Preparation {
    try await prepare(
      file, into: .path(output), profile: profile, options: options, progress: progress)
  }

  /// Where a prepared clip goes.
  enum Destination: Sendable {
    case path(String)
    case memory(MemoryFile)
  }

  func prepare(
    _ file: String, into destination: Destination, profile: Profile, options: Options,
    progress: ProgressHandler?
  ) async throws -> Preparation {
    // One clip gets all the cores, many get one each.
    let isAlone = workers.load == 0
    return try await run(file) { [limits] watch in
      var limits = limits
      if !isAlone { limits.cores = 1 }
      return try Preparing(
        file: file, destination: destination, profile: profile, options: options, limits: limits,
        watch: watch, progress: progress ?? { _ in }
      ).run()
    }
  }

  static func seconds(since start: UInt64) -> Double { Double(Watch.now() - start) / 1e9 }
}

/// One clip on its way from the file to the prepared file.
private struct Preparing {
  var file: String
  var destination: Preflight.Destination
  var profile: Profile
  var options: Preflight.Options
  var limits: Preflight.Limits
  var watch: Watch
  var progress: Preflight.ProgressHandler

  private var output: String? {
    if case .path(let path) = destination { path } else { nil }
  }

  func run() throws -> Preparation {
    let started = Watch.now()
    // The input first: a missing clip is the greater news.
    let (before, looks) = try Preflight.look(
      at: file, profile, options, limits, watch, progress, sampling: Probe.wide)
    let target = try output.map { try OutputFile($0, notOver: file) }
    var seconds = Preparation.Seconds()
    seconds.probe = Preflight.seconds(since: started)
    guard before.verdict != .unreadable else {
      throw before.error(.unreadable)
    }
    guard before.plan.kind != .impossible else {
      throw before.error(.unfixable)
    }

    var plan = before.plan
    var result: (sink: ByteSink, after: Report)
    do {
      result = try make(plan, before, looks, &seconds)
    } catch let error where watch.over == nil && Self.mayTranscode(error, plan) {
      // What cannot be copied as planned can still be made anew.
      plan = before.plan.transcoding(before.clip, profile: profile, options: options)
      result = try make(plan, before, looks, &seconds)
    }
    if watch.over != nil { throw AVError.interrupted }
    try result.sink.withBytes { bytes in
      switch destination {
      case .path: try target?.write(bytes)
      case .memory(let memory): try memory.write(bytes)
      }
    }
    seconds.total = Preflight.seconds(since: started)
    var work = Work(watch)
    work.bytesWritten = result.sink.count
    return Preparation(
      file: file, output: output, before: before, after: result.after, plan: plan,
      bytesIn: before.clip.bytes, bytesOut: Int64(result.sink.count), seconds: seconds,
      work: work)
  }

  private func make(
    _ plan: Plan, _ before: Report, _ looks: [PictureProbe.Look],
    _ seconds: inout Preparation.Seconds
  ) throws -> (ByteSink, Report) {
    let begun = Watch.now()
    let sink = try Execute(
      plan: plan, clip: before.clip, path: file, limits: limits, watch: watch,
      progress: { [progress] in progress(Progress(stage: .transcode, fraction: $0)) }
    ).run()
    seconds.prepare += Preflight.seconds(since: begun)
    if plan.kind == .passthrough {
      var after = before
      after.file = output ?? file
      return (sink, after)
    }
    let verifying = Watch.now()
    defer { seconds.verify += Preflight.seconds(since: verifying) }
    do {
      let after = try Verify(
        before: before.clip, looks: looks, plan: plan, profile: profile, options: options,
        limits: limits,
        watch: watch
      ).check(sink, as: output ?? file)
      return (sink, after)
    } catch let fault as Verify.Fault where plan.kind == .transcode {
      let reasons = fault.reasons.joined("; ", "；")
      throw LivePrepError(
        .unfixable,
        "\(file): what was made of it does not pass: \(reasons.en). Record the clip again",
        "\(file)：处理结果未通过校验：\(reasons.zh)。请重新录制")
    }
  }

  private static func mayTranscode(_ error: any Error, _ plan: Plan) -> Bool {
    guard plan.kind == .remux || plan.kind == .audioOnly else { return false }
    if let error = error as? LivePrepError { return error.kind == .unfixable }
    return error is AVError || error is Verify.Fault
  }
}

extension Work {
  /// What was done so far.
  init(_ watch: Watch) {
    packetsRead = watch.tally.packetsRead
    picturesDecoded = watch.tally.picturesDecoded
    soundsDecoded = watch.tally.soundsDecoded
    bytesRead = watch.tally.bytesRead
  }
}

extension Report {
  /// Why nothing was written.
  fileprivate func error(_ kind: LivePrepError.Kind) -> LivePrepError {
    LivePrepError(kind, "\(file): \(refusalWords.en)", "\(file)：\(refusalWords.zh)")
  }
}

extension Plan {
  /// The same clip with the picture made anew.
  func transcoding(_ clip: Clip, profile: Profile, options: Preflight.Options) -> Plan {
    var plan = self
    plan.kind = .transcode
    plan.picture = Picture(of: clip, profile: profile, options: options)
    plan.sound = sound ?? Sound(of: clip, profile: profile)
    return plan
  }
}
