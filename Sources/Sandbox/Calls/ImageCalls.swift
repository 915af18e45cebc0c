import FoundationEssentials

/// Calls 1–4.
struct ImageCalls {
  var service: Service

  func answer(_ request: Request, _ endpoint: Endpoint) throws(Problem) -> Reply {
    let account = try ImageAuthorization(
      accounts: service.configuration.accounts, nonces: service.nonces, now: service.now
    ).verify(request.header("authorization"))
    let fields = try Fields(request, isForm: endpoint != .livegetfour)
    guard let appid = try fields.text("appid"), !appid.isEmpty else { throw .missingParameter }
    guard appid == account.appid else { throw .wrongOperand }
    return switch endpoint {
    case .livegetfour:
      reply([("validate_data", .string(service.challenges.digits(now: service.now)))])
    case .livedetectfour: try detect(fields)
    case .idcardlivedetectfour: try detectWithIdentity(fields)
    default: try compareIdentity(fields)
    }
  }

  private func detect(_ fields: Fields) throws(Problem) -> Reply {
    let compares: Bool
    switch try fields.text("compare_flag")?.lowercased() {
    case "true": compares = true
    case "false": compares = false
    case nil: throw .missingParameter
    default: throw .badParameter
    }
    try examine(fields)
    var data: [JSONText.Member] = [("live_status", .integer(0)), ("live_msg", .string("OK"))]
    guard compares else { return reply(data) }
    guard let card = fields.file("card"), !card.isEmpty else { throw .missingParameter }
    guard Picture.isComplete(card) else { throw .badCard }
    data += comparison(photo: "photo")
    return reply(data)
  }

  private func detectWithIdentity(_ fields: Fields) throws(Problem) -> Reply {
    let (number, name) = (try fields.text("idcard_number"), try fields.text("idcard_name"))
    // What is missing is noticed before the video is looked at; what is wrong, after.
    guard let number, let name, !number.isEmpty, !name.isEmpty else { throw .noIdentity }
    try examine(fields)
    try service.examine(identityNumber: number, name: name)
    return reply(
      [("live_status", .integer(0)), ("live_msg", .string("OK"))]
        + comparison(photo: "video_photo"))
  }

  /// - Parameter photo: the field that the call returns the best frame in.
  private func comparison(photo: String) -> [JSONText.Member] {
    [
      ("compare_status", .integer(0)), ("compare_msg", .string("OK")),
      ("sim", .integer(Int(service.configuration.similarity.rounded()))),
      (photo, .string(PlaceholderPhoto.base64)),
    ]
  }

  private func compareIdentity(_ fields: Fields) throws(Problem) -> Reply {
    try service.examine(
      identityNumber: try fields.text("idcard_number"), name: try fields.text("idcard_name"))
    if let url = try fields.text("url"), !url.isEmpty {
      // Where both are given, the URL counts. Nothing is fetched: one below `.invalid` (RFC 2606)
      // stands for a download that fails.
      guard let host = WebAddress.host(of: url), !host.hasSuffix(".invalid") else {
        throw .noPicture
      }
    } else {
      guard let image = fields.file("image"), !image.isEmpty else { throw .noPicture }
      guard Picture.isComplete(image) else { throw .badPicture }
    }
    return reply([
      ("similarity", .decimal(service.configuration.similarity)),
      ("session_id", .string(try fields.text("session_id") ?? "")),
    ])
  }

  private func examine(_ fields: Fields) throws(Problem) {
    let digits = try fields.text("validate_data")
    guard let video = fields.file("video") else { throw .missingParameter }
    try service.examine(video, mode: .lip)
    try service.examine(challenge: digits, mode: .lip)
  }

  private func reply(_ data: [JSONText.Member]) -> Reply {
    Replies.image(data, isStrict: service.configuration.strictJSON)
  }

  /// Judgements stand in `data` where the call has the fields for them.
  func refusal(_ problem: Problem, _ endpoint: Endpoint, _ requestID: String) -> Reply {
    guard endpoint == .livedetectfour || endpoint == .idcardlivedetectfour,
      let number = problem.number, problem.place != .request
    else { return Replies.problem(problem, family: .image, requestID) }
    var answer: Reply
    if problem.place == .live {
      answer = reply([
        ("live_status", .integer(number)), ("live_msg", .string(Mark.text(problem.text))),
      ])
    } else {
      answer = reply(
        [("live_status", .integer(0)), ("live_msg", .string("OK"))] + [
          ("compare_status", .integer(number)),
          ("compare_msg", .string(Mark.text(problem.text))),
        ])
    }
    answer.code = String(number)
    return answer
  }
}

/// The host of an `http` or `https` URL.
enum WebAddress {
  static func host(of text: String) -> String? {
    guard let url = URL(string: text), let scheme = url.scheme?.lowercased(),
      scheme == "http" || scheme == "https"
    else { return nil }
    return url.host()?.lowercased()
  }
}
