/// A rule's name, such as `video.resolution`. Open: a caller may meet rules that it does not know.
public struct RuleID: RawRepresentable, Sendable, Hashable, Codable {
  public var rawValue: String
  public init(rawValue: String) { self.rawValue = rawValue }
}

/// One rule's result.
public struct Finding: Sendable, Equatable, Codable {
  public enum Status: String, Sendable, Codable {
    case met, broken, unknown
    case notApplicable = "not-applicable"
  }

  /// How bad it is when the rule is broken.
  public enum Severity: String, Sendable, Codable {
    /// The service would turn the clip down.
    case reject
    /// It may.
    case risk
    /// Worth knowing.
    case note
  }

  /// What work mends it.
  public enum Mend: String, Sendable, Codable {
    case remux, gain, trim, transcode
    case audioOnly = "audio-only"
  }

  /// A measured value: a number in `unit`, or words.
  public enum Measure: Sendable, Equatable, Codable {
    case number(Double)
    case text(Words)

    /// What reads the same in both languages.
    static func text(_ same: String) -> Measure { .text(Words(same)) }
  }

  public var rule: RuleID
  public var status: Status
  public var severity: Severity
  public var measured: Measure?
  public var unit: String?
  public var wanted: String
  /// Codes that the services would answer.
  public var codes: [String]
  /// `nil`: nothing can, or nothing needs to.
  public var mends: Mend?
}
