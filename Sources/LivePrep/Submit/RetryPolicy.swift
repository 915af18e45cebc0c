/// Which failures are worth another request, and when. Each call is billed, so that nothing that
/// may be a verdict is asked for twice.
public struct RetryPolicy: Sendable, Equatable {
  /// Requests in all, the first included.
  public var attempts = 4
  /// Seconds before the second request; doubled each time.
  public var firstDelay = 0.5
  /// Seconds that are waited at most, whoever asks for more.
  public var longestDelay = 30.0

  public init(attempts: Int = 4) { self.attempts = max(1, attempts) }

  /// How one request ended.
  enum Ending: Equatable {
    /// A verdict or any other answer that stands.
    case final
    case code(ServiceCode)
    /// A status without a code that we could read.
    case status(Int)
    case transport(name: String, phase: String)
  }

  enum Decision: Equatable {
    case stop
    /// The service wants a longer wait than we grant.
    case stopBusy(retryAfter: Double)
    case retry(after: Double)
  }

  /// Signed anew, these have a chance at once.
  private static let resigned: Set<String> = [
    "9", "13", "AuthFailure.SignatureExpire", "RequestTimeTooSkewed",
  ]
  private static let backedOff: Set<String> = [
    "15", "107", "108", "213", "-5802", "InternalError", "RequestLimitExceeded",
  ]
  private static let network: Set<String> = [
    "resolve", "proxy", "connect", "connect-timeout", "send", "receive", "empty-reply", "protocol",
  ]

  /// - Parameters:
  ///   - attempt: number of the request that ended so, from 1.
  ///   - retryAfter: seconds that the service asks to wait.
  ///   - jitter: 0..<1.
  func decide(
    _ ending: Ending, status: Int?, attempt: Int, retryAfter: Double?, jitter: Double
  ) -> Decision {
    guard attempt < attempts, let immediate = helps(ending, status: status) else { return .stop }
    let backoff = min(longestDelay, firstDelay * Double(1 << min(attempt - 1, 16)))
    // Half fixed, half random: many clients that failed together do not come back together.
    let own = immediate && attempt == 1 ? 0 : backoff * (0.5 + jitter / 2)
    if let retryAfter, retryAfter > longestDelay { return .stopBusy(retryAfter: retryAfter) }
    return .retry(after: max(own, retryAfter ?? 0))
  }

  /// - Returns: whether at once; `nil` where it does not help.
  private func helps(_ ending: Ending, status: Int?) -> Bool? {
    switch ending {
    case .final: return nil
    case .code(let code):
      if Self.resigned.contains(code.rawValue) { return true }
      if Self.backedOff.contains(code.rawValue) { return false }
      if code.isVerdict || code.rawValue.hasPrefix("FailedOperation.") { return nil }
      return status.flatMap(isBusy)
    case .status(let status): return isBusy(status)
    case .transport(let name, let phase):
      return phase != "during-reply" && Self.network.contains(name) ? false : nil
    }
  }

  private func isBusy(_ status: Int) -> Bool? {
    status == 429 || (500...599).contains(status) ? false : nil
  }
}
