/// The service's answer, and how it was come by.
public struct SubmissionResult: Sendable, Equatable {
  public enum Outcome: Sendable, Equatable {
    case passed
    /// A verdict: the code says why.
    case rejected(ServiceCode)
    case undecided(Undecided)
  }

  /// Why there is no verdict.
  public enum Undecided: Sendable, Equatable {
    /// No whole reply: a short name, and whether anything had been sent.
    case transport(name: String, phase: String)
    /// The service answered with something other than a verdict.
    case service(ServiceCode)
    /// An answer that is none: an error page of a proxy, damaged JSON.
    case unintelligible(String)
  }

  public var outcome: Outcome
  /// In words: what happened and what to do. Never holds a name, an identity number or a secret.
  public var words: Words
  /// `words` in English.
  public var message: String { words.en }
  /// 0–100, where faces were compared.
  public var similarity: Double?
  /// JPEG files as the service chose them from the clip, the best first.
  public var bestFrames: [[UInt8]] = []
  /// Frames that the service sent and that are no JPEG.
  public var unusableFrames = 0
  public var requestID: String?
  /// Of call 4.
  public var sessionID: String?
  public var attempts: [Attempt] = []
  /// Seconds by which this machine's clock is ahead of the service's, by its `Date`; accurate to
  /// about a second.
  public var clockSkew: Double?
  /// Seconds that the service asked to wait, where that was longer than we would.
  public var retryAfter: Double?

  public init(outcome: Outcome, words: Words) {
    self.outcome = outcome
    self.words = words
  }

  /// The code that decided, or that kept from deciding.
  public var code: ServiceCode? {
    switch outcome {
    case .rejected(let code), .undecided(.service(let code)): code
    default: nil
    }
  }

  /// What the catalogue knows about the code.
  public var explanation: Explanation? { code.flatMap(Explanation.of) }

  /// What kind of failure keeps from a verdict; `nil` where there is one.
  public var failure: LivePrepError.Kind? {
    guard case .undecided(let reason) = outcome else { return nil }
    switch reason {
    case .transport(let name, _):
      return name == "timeout" || name == "connect-timeout" ? .tryAgain : .serviceUnavailable
    case .unintelligible: return .serviceUnavailable
    case .service(let code): return code.failure
    }
  }
}

/// One request, whatever became of it.
public struct Attempt: Sendable, Equatable, Codable {
  /// From 1.
  public var number: Int
  /// Unix seconds.
  public var started: Double
  /// Seconds until the reply, or until it failed.
  public var seconds: Double
  public var httpStatus: Int?
  /// `ok`, a service's code, or a transport's short name such as `cut-reply`.
  public var outcome: String
  /// Seconds waited before it.
  public var waited: Double
}

extension ServiceCode {
  private static let credentialCodes: Set<String> = [
    "4", "5", "6", "9", "10", "11", "12", "13", "14", "24", "RequestTimeTooSkewed",
    "AccessDenied", "SignatureDoesNotMatch", "InvalidAccessKeyId", "InvalidSecurityToken",
  ]
  private static let limitCodes: Set<String> = ["15", "RequestLimitExceeded", "SlowDown"]

  /// What kind of failure a code is that is no verdict.
  var failure: LivePrepError.Kind {
    if Self.limitCodes.contains(rawValue) { return .tryAgain }
    if Self.credentialCodes.contains(rawValue) || rawValue.hasPrefix("AuthFailure")
      || rawValue.hasPrefix("UnauthorizedOperation")
    {
      return .credentials
    }
    switch Explanation.of(self)?.fault {
    case .caller, .personFilming: return .usage
    case .accountOwner: return .credentials
    case .service, nil: return .serviceUnavailable
    }
  }
}
