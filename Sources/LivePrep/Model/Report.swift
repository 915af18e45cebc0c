/// How closely a clip was looked at.
public enum Depth: String, Sendable, Codable {
  /// Every packet read, all sound decoded, key frames decoded.
  case `default`
  /// Every frame decoded.
  case deep
}

/// What `check` found out about one clip.
public struct Report: Sendable, Equatable {
  public enum Verdict: String, Sendable, Codable {
    /// No `reject` rule is broken.
    case pass
    /// Broken, and the plan mends all of it.
    case fixable
    /// Something cannot be mended.
    case reject
    case unreadable
  }

  public var file: String
  public var profile: Profile
  public var depth: Depth
  public var verdict: Verdict
  public var plan: Plan
  public var clip: Clip
  /// Every rule's, in the order of the table; the met ones too.
  public var findings: [Finding]
}
