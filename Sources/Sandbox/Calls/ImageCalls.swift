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
      Replies.image([("validate_data", .string(service.challenges.digits(now: service.now)))])
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
    guard compares else { return Replies.image(data) }
    guard let card = fields.file("card"), !card.isEmpty else { throw .missingParameter }
    if Picture.isComplete(card) {
      data += [
        ("compare_status", .integer(0)), ("compare_msg", .string("OK")),
        ("sim", .integer(similarity)), ("photo", .string(PlaceholderPhoto.base64)),
      ]
    } else {
      data += Self.comparison(.badCard)
    }
    return Replies.image(data)
  }

  private func detectWithIdentity(_ fields: Fields) throws(Problem) -> Reply {
    let (number, name) = (try fields.text("idcard_number"), try fields.text("idcard_name"))
    // What is missing is noticed before the video is looked at; what is wrong, after.
    guard let number, let name, !number.isEmpty, !name.isEmpty else { throw .noIdentity }
    try examine(fields)
    var data: [JSONText.Member] = [("live_status", .integer(0)), ("live_msg", .string("OK"))]
    do throws(Problem) {
      try service.examine(identityNumber: number, name: name)
      data += [
        ("compare_status", .integer(0)), ("compare_msg", .string("OK")),
        ("sim", .integer(similarity)), ("video_photo", .string(PlaceholderPhoto.base64)),
      ]
    } catch {
      guard error.place == .compare else { throw error }
      data += Self.comparison(error)
    }
    return Replies.image(data)
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
    return Replies.image([
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

  private var similarity: Int { Int(service.configuration.similarity.rounded()) }

  private static func comparison(_ problem: Problem) -> [JSONText.Member] {
    [
      ("compare_status", .integer(problem.number ?? 213)),
      ("compare_msg", .string(Mark.text(problem.text))),
    ]
  }

  /// Judgements stand in `data` where the call has the fields for them.
  static func refusal(_ problem: Problem, _ endpoint: Endpoint, _ requestID: String) -> Reply {
    guard endpoint == .livedetectfour || endpoint == .idcardlivedetectfour,
      let number = problem.number, problem.place != .request
    else { return Replies.problem(problem, family: .image, requestID) }
    var reply: Reply
    if problem.place == .live {
      reply = Replies.image([
        ("live_status", .integer(number)), ("live_msg", .string(Mark.text(problem.text))),
      ])
    } else {
      reply = Replies.image(
        [("live_status", .integer(0)), ("live_msg", .string("OK"))] + comparison(problem))
    }
    reply.code = String(number)
    return reply
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
