/// What a service answers with: `-5013`, `15`, `FailedOperation.LipVoiceLow`. Open: a code that
/// nobody knows yet survives as it is.
public struct ServiceCode: RawRepresentable, Sendable, Hashable, Codable {
  public var rawValue: String
  public init(rawValue: String) { self.rawValue = rawValue }
  public init(_ rawValue: String) { self.rawValue = rawValue }
  public init(_ number: Int) { rawValue = String(number) }

  /// Ours, not a service's: the faces were compared, and are less alike than the caller asks for.
  public static let belowThreshold = ServiceCode("liveprep.BelowThreshold")

  /// Whether the code speaks about the clip or the person, so that sending the same again would
  /// only be billed again.
  public var isVerdict: Bool {
    if self == .belowThreshold { return true }
    if Explanation.of(self)?.fault == .service { return false }
    if let number = Int(rawValue) { return number <= -4000 }
    return rawValue.hasPrefix("FailedOperation.")
  }
}

extension ServiceCode: CustomStringConvertible {
  public var description: String { rawValue }
}
