import FoundationEssentials

/// Call 9.
struct CloudCalls {
  /// Source: "not above 3M after Base64".
  private static let pictureLimit = 3_000_000
  /// Source: "not above 8M after Base64".
  private static let videoLimit = 8_000_000

  private struct Parameters: Decodable {
    var IdCard: String?
    var Name: String?
    var LivenessType: String?
    var ValidateData: String?
    var Optional: String?
    var VideoBase64: String?
    var VideoUrl: String?
    var ImageBase64: String?
    var ImageUrl: String?
  }

  private struct Extra: Decodable {
    var BestFrameNum: Int?
  }

  var service: Service

  func answer(
    _ request: Request, _ endpoint: Endpoint, _ requestID: String
  ) throws(Problem) -> Reply {
    try TC3Authorization(accounts: service.configuration.accounts, now: service.now)
      .verify(request)
    guard request.header("x-tc-version") == "2018-03-01" else { throw .badVersion }
    guard
      HeaderValue(request.header("content-type") ?? "")?.value == "application/json",
      let parameters = try? JSONDecoder().decode(Parameters.self, from: Data(request.body))
    else { throw .badParameter }
    switch endpoint {
    case .cloudGetLiveCode:
      let digits = service.challenges.digits(now: service.now)
      return Replies.cloud([("LiveCode", .string(digits))], code: "0", requestID)
    case .cloudGetActionSequence:
      let actions = service.challenges.actions(now: service.now)
      return Replies.cloud([("ActionSequence", .string(actions))], code: "0", requestID)
    case .cloudLivenessCompare:
      try examinePicture(parameters)
      return try judge(parameters, requestID)
    default:
      try service.examine(identityNumber: parameters.IdCard, name: parameters.Name)
      return try judge(parameters, requestID)
    }
  }

  private func judge(_ parameters: Parameters, _ requestID: String) throws(Problem) -> Reply {
    guard let type = parameters.LivenessType else { throw .missingParameter }
    guard let mode = Judge.Mode(rawValue: type) else { throw .badParameter }
    let frames = try Self.frames(parameters.Optional)
    let video = try video(parameters)
    try service.examine(video[...], mode: mode)
    try service.examine(challenge: parameters.ValidateData, mode: mode)
    return Replies.cloud(
      [
        ("Result", .string("Success")), ("Description", .string(Replies.okay)),
        ("Sim", .decimal(service.configuration.similarity)),
        ("BestFrameBase64", .string(PlaceholderPhoto.base64)),
        (
          "BestFrameList",
          frames > 1
            ? .strings(Array(repeating: PlaceholderPhoto.base64, count: frames)) : .null
        ),
      ], code: "0", requestID)
  }

  /// How many best frames `Optional`, JSON inside a string, asks for.
  private static func frames(_ text: String?) throws(Problem) -> Int {
    guard let text, !text.isEmpty else { return 1 }
    guard let extra = try? JSONDecoder().decode(Extra.self, from: Data(text.utf8)),
      (1...10).contains(extra.BestFrameNum ?? 1)
    else { throw .badParameter }
    return extra.BestFrameNum ?? 1
  }

  private func video(_ parameters: Parameters) throws(Problem) -> [UInt8] {
    if let text = parameters.VideoBase64, !text.isEmpty {
      guard text.utf8.count <= Self.videoLimit else { throw .oversizedVideo }
      guard let video = Data(base64Encoded: text) else { throw .badParameter }
      return [UInt8](video)
    }
    guard let text = parameters.VideoUrl, !text.isEmpty else { throw .missingParameter }
    // Nothing is fetched: the URL may name an object that was uploaded here.
    guard WebAddress.host(of: text) != nil,
      let path = URL(string: text)?.path(percentEncoded: false),
      let video = service.objects.get(path)
    else { throw .noDownload }
    return video
  }

  private func examinePicture(_ parameters: Parameters) throws(Problem) {
    if let text = parameters.ImageBase64, !text.isEmpty {
      guard text.utf8.count <= Self.pictureLimit else { throw .oversizedPicture }
      guard let picture = Data(base64Encoded: text) else { throw .badParameter }
      guard Picture.isComplete([UInt8](picture)[...]) else { throw .badPicture }
    } else if let url = parameters.ImageUrl, !url.isEmpty {
      guard let host = WebAddress.host(of: url), !host.hasSuffix(".invalid") else {
        throw .noDownload
      }
    } else {
      throw .missingParameter
    }
  }

  /// A judgement is a `Result` without picture and likeness; anything else is an `Error`.
  static func refusal(_ problem: Problem, _ endpoint: Endpoint, _ requestID: String) -> Reply {
    let judges = endpoint == .cloudLivenessRecognition || endpoint == .cloudLivenessCompare
    guard judges, problem.isVerdict, let code = problem.cloud else {
      return Replies.problem(problem, family: .cloud, requestID)
    }
    return Replies.cloud(
      [
        ("Result", .string(code)), ("Description", .string(Mark.text(problem.text))),
        ("Sim", .decimal(0)), ("BestFrameBase64", .null), ("BestFrameList", .null),
      ], code: code, requestID)
  }
}
