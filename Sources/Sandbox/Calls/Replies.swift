/// Replies in the shapes of the three families.
enum Replies {
  static let okay = Mark.text("OK")

  /// Calls 1–4.
  static func image(
    _ data: [JSONText.Member], code: Int = 0, message: String = okay, isStrict: Bool = false
  ) -> Reply {
    Reply(
      status: 200, contentType: "application/json",
      body: JSONText.image(data: data, code: code, message: message, isStrict: isStrict),
      code: String(code))
  }

  /// Calls 5–8.
  static func cos(_ elements: [(name: String, text: String)], _ requestID: String) -> Reply {
    Reply(
      status: 200, contentType: "application/xml",
      headers: [("x-cos-request-id", requestID)],
      body: XMLText.document("Response", elements), code: "0")
  }

  /// Call 9.
  static func cloud(_ members: [JSONText.Member], code: String, _ requestID: String) -> Reply {
    Reply(
      status: 200, contentType: "application/json",
      body: JSONText.cloud(members + [("RequestId", .string(requestID))]), code: code)
  }

  /// - Parameter status: the HTTP status where the family's own is not meant.
  static func problem(
    _ problem: Problem, family: Endpoint.Family, status: Int? = nil, _ requestID: String
  ) -> Reply {
    let message = Mark.text(problem.text)
    let code = problem.code(in: family)
    var reply: Reply
    switch family {
    case .image: reply = image([], code: problem.number ?? 213, message: message)
    case .cos:
      let code = code ?? "InternalError"
      reply = Reply(
        status: cosStatus(code), contentType: "application/xml",
        headers: [("x-cos-request-id", requestID)],
        body: XMLText.document(
          "Error",
          [
            ("Code", code), ("Message", message), ("Resource", Mark.server),
            ("RequestId", requestID), ("TraceId", requestID),
          ]), code: code)
    case .cloud:
      let code = code ?? "InternalError"
      reply = Reply(
        status: 200, contentType: "application/json",
        body: JSONText.cloudError(code: code, message: message, requestID: requestID), code: code)
    }
    if let status { reply.status = status }
    return reply
  }

  /// Source: COS's table of error codes.
  private static func cosStatus(_ code: String) -> Int {
    switch code {
    case "AccessDenied", "InvalidAccessKeyId", "SignatureDoesNotMatch", "RequestTimeTooSkewed",
      "InvalidToken":
      403
    case "NoSuchKey", "NoSuchBucket": 404
    case "MethodNotAllowed": 405
    case "MissingContentLength": 411
    case "InternalError": 500
    case "SlowDown", "ServiceUnavailable": 503
    default: 400
    }
  }

  /// What a proxy in between would answer.
  static func proxy(status: Int) -> Reply {
    Reply(
      status: status, contentType: "text/html",
      body: Array(
        "<html><body><h1>\(status)</h1><p>\(Mark.server), as it was told</p></body></html>\n".utf8),
      code: "-")
  }

  static let landing = Reply(
    status: 200, contentType: "text/plain; charset=utf-8",
    body: Array(
      """
      \(Mark.server): a local stand-in for the face-verification services.
      It checks signatures, forms, limits and videos as they would, and verifies no faces.

      """.utf8), code: "-")
}
