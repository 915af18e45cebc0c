/// What `prepare` did.
public struct Preparation: Sendable, Equatable {
  /// Seconds of wall time.
  public struct Seconds: Sendable, Equatable, Codable {
    public var probe = 0.0
    public var prepare = 0.0
    public var verify = 0.0
    public var total = 0.0
    public init() {}
  }

  public var file: String
  /// `nil` in a dry run.
  public var output: String?
  public var before: Report
  /// The produced file under the same rules; `nil` in a dry run.
  public var after: Report?
  public var plan: Plan
  public var bytesIn: Int64
  /// `nil` in a dry run.
  public var bytesOut: Int64?
  public var seconds: Seconds
  public var work: Work
}

/// How far a call has come.
public struct Progress: Sendable, Equatable {
  public enum Stage: String, Sendable { case probe, transcode, verify, upload }
  public var stage: Stage
  /// 0 to 1.
  public var fraction: Double
}
