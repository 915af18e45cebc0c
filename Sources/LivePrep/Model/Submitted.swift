/// What `Preflight.submit` did: how the clip was, what was made of it, and what the service said.
public struct Submitted: Sendable, Equatable {
  /// How the clip was as it was handed over.
  public var report: Report
  /// What was made of it; `nil` where it was sent as it is.
  public var preparation: Preparation?
  public var result: SubmissionResult
}
