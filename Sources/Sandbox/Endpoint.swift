/// The calls that the sandbox stands in for.
public enum Endpoint: String, Sendable, CaseIterable, Codable {
  case livegetfour, livedetectfour, idcardlivedetectfour, idcardcompare
  /// At upload and on a stored object.
  case cosLivenessRecognition = "cos:LivenessRecognition"
  case cosGetLiveCode = "cos:GetLiveCode"
  case cosGetActionSequence = "cos:GetActionSequence"
  /// A plain upload or download of an object.
  case cosObject = "cos:Object"
  case cloudLivenessRecognition = "cloud:LivenessRecognition"
  case cloudLivenessCompare = "cloud:LivenessCompare"
  case cloudGetLiveCode = "cloud:GetLiveCode"
  case cloudGetActionSequence = "cloud:GetActionSequence"

  /// Which of the three ways of signing and answering it speaks.
  enum Family: String, Sendable { case image, cos, cloud }

  var family: Family {
    if rawValue.hasPrefix("cos:") { return .cos }
    return rawValue.hasPrefix("cloud:") ? .cloud : .image
  }

  /// Whether `pattern` names it: in full, without its family, by its path, or by its family alone.
  func matches(_ pattern: String) -> Bool {
    let name = rawValue.split(separator: ":").last.map(String.init) ?? rawValue
    return [rawValue, name, "/face/\(name)", family.rawValue]
      .contains { $0.lowercased() == pattern.lowercased() }
  }

  /// Bytes of a request body that are taken.
  var bodyLimit: Int {
    switch self {
    // Source: "the body of each request is limited to 6 MB", code 23.
    case .livegetfour, .livedetectfour, .idcardlivedetectfour, .idcardcompare: 6_000_000
    // Source: "not above 8M after Base64", 4·⌈n/3⌉ = 8,000,000.
    case .cosLivenessRecognition, .cosGetLiveCode, .cosGetActionSequence, .cosObject: 6_000_000
    // 8M of video, 3M of picture, and the JSON around them.
    case .cloudLivenessCompare: 11_100_000
    case .cloudLivenessRecognition, .cloudGetLiveCode, .cloudGetActionSequence: 8_100_000
    }
  }

  /// How many times its body a call keeps in memory while it is answered.
  var copies: Int { family == .cloud ? 3 : 1 }
}
