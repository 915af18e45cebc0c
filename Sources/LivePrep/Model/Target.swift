/// A call of the face-verification services that takes a clip.
public enum Target: String, Sendable, Codable, CaseIterable {
  case livedetectfour
  case idcardlivedetectfour
  /// COS `LivenessRecognition` and the Cloud API's call of the same name.
  case livenessRecognition = "liveness-recognition"
  /// The Cloud API's `LivenessCompare`.
  case livenessCompare = "liveness-compare"

  /// The modes that the call offers, the default first.
  public var modes: [Mode] {
    switch self {
    case .livedetectfour, .idcardlivedetectfour: [.lip]
    case .livenessRecognition, .livenessCompare: [.lip, .action, .silent]
    }
  }
}

/// What the person in the clip is asked to do.
public enum Mode: String, Sendable, Codable, CaseIterable {
  /// Reads digits aloud.
  case lip
  /// Opens the mouth and closes the eyes in a given order.
  case action
  /// Looks into the camera.
  case silent
}
