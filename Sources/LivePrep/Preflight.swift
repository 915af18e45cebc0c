import Libav

/// Checks, prepares and submits clips: the library's front door.
///
/// A `Preflight` does its blocking work on threads of its own, never on Swift's task pool, and a
/// bounded number of clips at once; make one and share it. Cancelling the calling task stops the
/// work.
public struct Preflight: Sendable {
  /// Limits on what strangers may send, and on the work spent on it.
  public struct Limits: Sendable {
    /// Bytes of the clip.
    public var bytes: Int64 = 1 << 30
    /// Streams in the file.
    public var streams = 32
    /// Bytes of one packet.
    public var packetBytes = 32 << 20
    /// Pixels of the stored picture.
    public var pixels = 4096 * 4096
    /// Seconds of sound decoded.
    public var decodedSeconds = 600.0
    /// Seconds of wall time for one call.
    public var deadline = 40.0
    /// Processors that one clip may keep busy while it is alone; of several in work, each gets one.
    public var cores = Workers.cores
    public init() {}
  }

  public struct Options: Sendable {
    public var depth: Depth = .default
    /// Smaller than the profile's own limit: the result must be below it. Bytes.
    public var maximumBytes: Int?
    /// Enlarge a picture that is too small.
    public var upscale = false
    /// Cut a clip that is too long in every mode, not only for spoken digits.
    public var trim = false
    public init() {}
  }

  /// Called on a thread of the library's, often; it must return quickly.
  public typealias ProgressHandler = @Sendable (Progress) -> Void

  let limits: Limits
  let workers: Workers

  /// - Parameter workers: clips in work at once; by default as many as there are cores.
  public init(limits: Limits = Limits(), workers: Int? = nil) {
    self.limits = limits
    self.workers = Workers(limit: workers ?? Workers.cores, stackSize: 4 << 20)
  }

  /// Measures a clip and judges it by the profile's rules. The file is only read.
  ///
  /// - Parameter file: the path of a regular file.
  /// - Returns: also for a file that is no clip: the verdict says so.
  /// - Throws: `LivePrepError` of the kinds `noSuchFile`, `tryAgain` (deadline) and `cancelled`.
  public func check(
    _ file: String, profile: Profile = Profile(), options: Options = Options(),
    progress: ProgressHandler? = nil
  ) async throws -> Report {
    try await run(file) { [limits] watch in
      try Self.report(file, profile, options, limits, watch, progress)
    }
  }

  /// Runs blocking work on a worker, under the deadline, stopped when the task is.
  func run<T: Sendable>(
    _ file: String, _ body: @escaping @Sendable (Watch) throws -> T
  ) async throws -> T {
    let watch = Watch()
    do {
      return try await workers.run(onCancel: watch.cancel) { [limits] in
        watch.begin(seconds: limits.deadline)
        return try body(watch)
      }
    } catch is CancellationError {
      throw LivePrepError(.cancelled, "\(file): cancelled", "\(file)：已取消")
    } catch let error as Unreadable {
      throw error.error(file)
    } catch let error as AVError {
      throw error.meaning(path: file, watch: watch, limits: limits)
    }
  }

  static func report(
    _ file: String, _ profile: Profile, _ options: Options, _ limits: Limits, _ watch: Watch,
    _ progress: ProgressHandler?
  ) throws -> Report {
    try look(at: file, profile, options, limits, watch, progress, sampling: Probe.close).report
  }

  /// The report, and what the frames look like that were decoded for it.
  static func look(
    at file: String, _ profile: Profile, _ options: Options, _ limits: Limits, _ watch: Watch,
    _ progress: ProgressHandler?, sampling: Double
  ) throws -> (report: Report, looks: [PictureProbe.Look]) {
    var measured = Probe.Measurement()
    do {
      let source = try ClipFile.open(file, limits: limits, watch: watch)
      measured.clip.bytes = source.size
      let probe = Probe(
        profile: profile, depth: options.depth, limits: limits, watch: watch, sampling: sampling)
      measured = try probe.measure(source) { progress?(Progress(stage: .probe, fraction: $0)) }
    } catch let error as Unreadable {
      measured.clip.damage = [error.reason]
    }
    let report = Report(file: file, clip: measured.clip, profile: profile, options: options)
    return (report, measured.looks)
  }
}
