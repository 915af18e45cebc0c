/// The command's JSON as it is documented, read without the library's own types.
struct CheckDocument: Decodable, Sendable {
  struct Finding: Decodable, Sendable {
    var rule, status, severity, wanted: String
    var codes: [String]
    var mends: String?
  }

  var schema, file, target, mode, depth, verdict, plan: String
  var clip: ClipDocument
  var findings: [Finding]

  var broken: Set<String> { Set(findings.filter { $0.status == "broken" }.map(\.rule)) }

  func finding(_ rule: String) -> Finding? { findings.first { $0.rule == rule } }
}

struct ClipDocument: Decodable, Sendable {
  var container: String?
  var bytes: Int?
  var duration: Double?
  var width, height, codedWidth, codedHeight, rotation: Int?
  var videoCodec, pixelFormat, transfer: String?
  var frameRate: Double?
  var frames: Int?
  var audioCodec: String?
  var sampleRate, channels: Int?
  var integratedLoudness, maxMomentaryLoudness, truePeak: Double?
  var speechLevel, noiseFloor, speechSeconds, speechStart, speechEnd: Double?
}

struct PrepareDocument: Decodable, Sendable {
  var schema, file, target, mode, plan: String
  var output: String?
  var reasons: [String]
  var bytesIn: Int
  var bytesOut: Int?
  var before: ClipDocument
  var after: ClipDocument?
  var seconds: [String: Double]
}

struct AttemptDocument: Decodable, Sendable {
  var number: Int
  var started, seconds, waited: Double
  var httpStatus: Int?
  var outcome: String
}

struct SubmitDocument: Decodable, Sendable {
  static let keys: Set<String> = [
    "schema", "file", "target", "mode", "outcome", "code", "message", "fault", "remedy",
    "similarity", "requestId", "attempts", "prepared", "checked", "objectKey", "frames",
    "clockSkew", "retryAfter",
  ]
  var schema, target, mode, outcome, message: String
  var file, code, fault, remedy, requestId, objectKey: String?
  var similarity, clockSkew, retryAfter: Double?
  var attempts: [AttemptDocument]
  var prepared: PrepareDocument?
  var checked: CheckDocument?
  var frames: [String]
}

struct ChallengeDocument: Decodable, Sendable {
  static let keys: Set<String> = [
    "schema", "target", "mode", "challenge", "requestId", "attempts",
  ]
  var schema, target, mode: String
  var challenge, requestId: String?
  var attempts: [AttemptDocument]
}

struct IDCompareDocument: Decodable, Sendable {
  static let keys: Set<String> = [
    "schema", "outcome", "similarity", "sessionId", "code", "message", "fault", "remedy",
    "requestId", "attempts", "clockSkew", "retryAfter",
  ]
  var schema, outcome, message: String
  var sessionId, code, fault, remedy, requestId: String?
  var similarity, clockSkew, retryAfter: Double?
  var attempts: [AttemptDocument]
}

struct ErrorDocument: Decodable, Sendable {
  var schema, error, message: String
  var file: String?
  var exit: Int32
}
