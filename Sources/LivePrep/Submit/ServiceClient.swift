import Glibc
import Wire

/// Speaks with the face-verification services: all nine calls, signed, sent, retried where that is
/// safe, and understood.
///
/// Make one and share it: connections are kept between calls.
public struct ServiceClient: Sendable {
  public let configuration: ServiceConfiguration
  /// Limits on a request; `Profile.requestLimit` counts.
  public var profile = Profile()
  let clock: @Sendable () -> Double
  let random: @Sendable () -> UInt32
  let exchange: Exchange

  /// - Parameters:
  ///   - clock: Unix seconds.
  ///   - random: makes signatures of one second differ, and spreads retries.
  public init(
    _ configuration: ServiceConfiguration,
    clock: @escaping @Sendable () -> Double = ServiceClient.systemClock,
    random: @escaping @Sendable () -> UInt32 = { UInt32.random(in: .min ... .max) }
  ) {
    self.configuration = configuration
    self.clock = clock
    self.random = random
    exchange = Exchange(configuration: configuration, clock: clock, random: random)
  }

  /// Unix seconds by the system's clock.
  @Sendable public static func systemClock() -> Double {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
  }

  // MARK: Challenge

  /// Asks what the person is to read or do: calls 1, 7, 8, and 9. `silent` needs no request.
  /// - Parameter route: for `liveness-recognition`; `liveness-compare` is the Cloud API's alone.
  /// - Throws: `LivePrepError`; its kind says whether credentials, service or request are at fault.
  public func challenge(
    target: Target, mode: Mode? = nil, via route: Route = .cloud, sequence: String? = nil
  ) async throws -> Challenge {
    let mode = mode ?? target.modes[0]
    guard target.modes.contains(mode) else {
      throw LivePrepError(
        .usage,
        "\(target.rawValue) has no mode \(mode.rawValue); it takes "
          + target.modes.map(\.rawValue).joined(separator: ", ") + ".",
        "\(target.rawValue) 不支持模式 \(mode.rawValue)；可用："
          + target.modes.map(\.rawValue).joined(separator: "、") + "。")
    }
    if mode == .silent { return Challenge(target: target, mode: mode, attempts: []) }
    let entrance: ServiceConfiguration.Entrance =
      switch (target, route) {
      case (.livedetectfour, _), (.idcardlivedetectfour, _): .image
      case (.livenessRecognition, .cos): .cos
      default: .cloud
      }
    let ending = try await exchange.run(at: entrance) { builder in
      switch entrance {
      case .image: try builder.livegetfour(sequence: sequence)
      case .cos: try builder.cosChallenge(mode)
      case .cloud: try builder.cloudChallenge(mode)
      }
    } read: { answer in
      switch answer.content {
      case .values(let values):
        ServiceVerdict.challenge(values) == nil
          ? ServiceVerdict(outcome: .undecided(.unintelligible("an answer without a challenge")))
          : ServiceVerdict(outcome: .passed)
      case .refused(let code, let message): .refused(code, message)
      case .unintelligible(let what): ServiceVerdict(outcome: .undecided(.unintelligible(what)))
      }
    }
    guard case .passed = ending.verdict?.outcome, case .values(let values)? = ending.answer?.content
    else {
      let result = describe(ending, secrets: [])
      throw LivePrepError(result.failure ?? .serviceUnavailable, result.words)
    }
    return Challenge(
      target: target, mode: mode, value: ServiceVerdict.challenge(values),
      requestID: ending.answer?.requestID, attempts: ending.attempts)
  }

  // MARK: Judgement

  /// Sends a clip and waits for the verdict.
  /// - Parameter progress: how much has been sent; called on a thread of ours.
  /// - Returns: also where the service did not answer: `outcome` says so.
  /// - Throws: `LivePrepError` for what is wrong on this side: a check before paying, a missing
  ///   file, cancellation.
  public func submit(
    _ submission: Submission, progress: (@Sendable (Progress) -> Void)? = nil
  ) async throws -> SubmissionResult {
    try precheck(submission)
    let limit = profile.requestLimit
    let ending = try await exchange.run(
      at: submission.call.entrance, progress: progress
    ) { builder in
      let request = try builder.request(submission)
      if !submission.skippedChecks.contains(.card) { try submission.call.checkPicture() }
      if !submission.skippedChecks.contains(.requestSize) {
        try submission.call.checkSize(of: request, limit: limit)
      }
      return request
    } read: {
      ServiceVerdict.of($0, to: submission.call, threshold: submission.threshold)
    }
    return describe(ending, secrets: submission.call.secrets)
  }

  /// Compares a picture with an identity: call 4.
  /// - Parameters:
  ///   - threshold: see `Submission.threshold`.
  ///   - skippedChecks: checks before paying that are left out.
  public func idCompare(
    _ image: ComparedImage, identity: Identity, sessionID: String? = nil, threshold: Double = 70,
    skippedChecks: Set<PaymentCheck> = []
  ) async throws -> SubmissionResult {
    try precheck(identity, skippedChecks)
    let limit = profile.requestLimit
    let ending = try await exchange.run(at: .image) { builder in
      let request = try builder.idcardcompare(
        image: image, identity: identity, sessionID: sessionID)
      if case .file(let path) = image {
        if !skippedChecks.contains(.card) { try checkPicture(path) }
        if !skippedChecks.contains(.requestSize) {
          try RequestBudget.check(form: request.body?.length ?? 0, video: 0, limit: limit)
        }
      }
      return request
    } read: {
      ServiceVerdict.comparison($0, threshold: threshold)
    }
    return describe(ending, secrets: [identity.number, identity.name])
  }

  private func precheck(_ submission: Submission) throws(LivePrepError) {
    let call = submission.call
    let skipped = submission.skippedChecks
    if let identity = call.identity { try precheck(identity, skipped) }
    let liveness = call.liveness
    if !skipped.contains(.challenge) {
      try PaymentCheck.checkChallenge(liveness.validateData, mode: liveness.mode)
    }
    try PaymentCheck.checkBestFrames(liveness.bestFrames)
  }

  private func precheck(
    _ identity: Identity, _ skipped: Set<PaymentCheck>
  ) throws(LivePrepError) {
    if !skipped.contains(.identityNumber) {
      try PaymentCheck.checkNumber(identity.number, now: clock())
    }
    if !skipped.contains(.identityName) { try PaymentCheck.checkName(identity.name) }
  }

  private func describe(_ ending: Exchange.Ending, secrets: [Secret]) -> SubmissionResult {
    let keys = configuration.credentials
    return ending.result(secrets: secrets + [keys.secretID, keys.secretKey, keys.token ?? ""])
  }
}

func checkPicture(_ path: String) throws {
  let file = try SourceFile(path: path)
  // The whole picture is read; a limit keeps a mistaken path from filling the memory.
  guard file.size <= 16 << 20 else {
    throw LivePrepError(
      .unreadable, "The picture \(path) has \(file.size) bytes; no service takes more than 6 MB.",
      "照片 \(path) 有 \(file.size) 字节；任何服务的上限都不超过 6 MB。")
  }
  var bytes = [UInt8](repeating: 0, count: file.size)
  let count = try bytes.withUnsafeMutableBytes { try file.read(into: $0, at: 0) }
  try CardPicture.check(Array(bytes.prefix(count)), file: path)
}
