/// Why a call could not be carried out. A clip that breaks a rule is a finding, not an error.
public struct LivePrepError: Error, Sendable, Equatable {
  public enum Kind: String, Sendable, Codable {
    case usage
    /// The clip cannot be decoded, or exceeds a limit on untrusted input.
    case unreadable
    case noSuchFile = "no-such-file"
    /// The plan is `impossible`: nothing was written.
    case unfixable
    case serviceUnavailable = "service-unavailable"
    /// A fault of ours.
    case internalError = "internal-error"
    case cannotWrite = "cannot-write"
    /// The deadline passed, or the service asks to wait.
    case tryAgain = "try-again"
    case credentials
    case cancelled
  }

  public var kind: Kind
  /// What, where, why, and what to do; fit for a person to read. Never holds a name, an identity
  /// number or a secret.
  public var words: Words

  /// `words` in English, as logs and machines get them.
  public var message: String { words.en }

  public init(_ kind: Kind, _ words: Words) {
    self.kind = kind
    self.words = words
  }

  /// - Parameter message: read by developers rather than by users, so that English will do.
  public init(_ kind: Kind, _ message: String) { self.init(kind, Words(message)) }

  package init(_ kind: Kind, _ en: String, _ zh: String) { self.init(kind, Words(en, zh)) }
}

extension LivePrepError: CustomStringConvertible {
  public var description: String { message }
}
