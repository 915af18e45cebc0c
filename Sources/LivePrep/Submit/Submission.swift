/// What is sent to a service to be judged.
public struct Submission: Sendable {
  /// Where the video comes from.
  public enum VideoSource: Sendable, Equatable {
    /// Path of a local file.
    case file(String)
    /// Where the service fetches it.
    case url(String)
  }

  /// The call with what it needs.
  public enum Call: Sendable {
    /// Call 2. `card`: path of a photo to compare with; without it only liveness is judged.
    case livedetectfour(video: String, validateData: String, card: String? = nil)
    /// Call 3.
    case idcardlivedetectfour(video: String, validateData: String, identity: Identity)
    /// Call 5: stores the video under `key` and judges it.
    case cosUpload(video: String, key: String, Recognition)
    /// Call 6: judges what is stored under `key`.
    case cosStored(key: String, Recognition)
    /// Call 9, `LivenessRecognition`.
    case cloudRecognition(video: VideoSource, Recognition)
    /// Call 9, `LivenessCompare`. `image`: path of a photo.
    case cloudCompare(video: VideoSource, image: String, Liveness)
  }

  /// How liveness is shown.
  public struct Liveness: Sendable {
    public var mode: Mode
    /// The challenge that the person was given: digits, `1,2` or `2,1`; `nil` in `silent`.
    public var validateData: String?
    /// How many best frames to return, 1–10; `nil`: one.
    public var bestFrames: Int?

    public init(mode: Mode, validateData: String? = nil, bestFrames: Int? = nil) {
      self.mode = mode
      self.validateData = validateData
      self.bestFrames = bestFrames
    }
  }

  /// Liveness and whom to compare with.
  public struct Recognition: Sendable {
    public var identity: Identity
    public var liveness: Liveness

    public init(identity: Identity, liveness: Liveness) {
      self.identity = identity
      self.liveness = liveness
    }
  }

  public var call: Call
  /// Marks the request in calls 2 and 3.
  public var sequence: String?
  /// Likeness from which two faces count as one person, 0–100. The services recommend 70 (one
  /// false pass in 1,000) or 80 (one in 10,000).
  public var threshold = 70.0
  /// Checks before paying that are left out.
  public var skippedChecks: Set<PaymentCheck> = []

  public init(_ call: Call) { self.call = call }
}

/// What the person is to do or to read.
public struct Challenge: Sendable, Equatable {
  public var target: Target
  public var mode: Mode
  /// The digits, or `1,2` / `2,1` (1 open the mouth, 2 close the eyes); `nil` in `silent`, which
  /// has none.
  public var value: String?
  public var requestID: String?
  public var attempts: [Attempt]
}

/// Which of the vendor's entrances a call of `liveness-recognition` takes.
public enum Route: String, Sendable, CaseIterable {
  /// The object store, calls 5–8.
  case cos
  /// Cloud API 3.0, call 9.
  case cloud
}

/// A picture to compare with an identity: call 4.
public enum ComparedImage: Sendable, Equatable {
  /// Path of a local file.
  case file(String)
  /// Where the service fetches it.
  case url(String)
}
