import Wire

/// Calls 5–8, and the plain upload and download of an object.
struct COSCalls {
  var service: Service

  func answer(
    _ request: Request, _ endpoint: Endpoint, _ requestID: String
  ) throws(Problem) -> Reply {
    try COSAuthorization(accounts: service.configuration.accounts, now: service.now)
      .verify(request)
    switch endpoint {
    case .cosGetLiveCode:
      return Replies.cos(
        [("LiveCode", service.challenges.digits(now: service.now))], requestID)
    case .cosGetActionSequence:
      return Replies.cos(
        [("ActionSequence", service.challenges.actions(now: service.now))], requestID)
    case .cosLivenessRecognition: return try recognize(request, requestID)
    default: return try object(request, requestID)
    }
  }

  private func object(_ request: Request, _ requestID: String) throws(Problem) -> Reply {
    if request.method == "PUT" {
      try store(request)
      return Reply(
        status: 200, contentType: "application/xml",
        headers: [("x-cos-request-id", requestID)], body: [], code: "0")
    }
    guard let object = service.objects.get(request.target.path) else { throw .noSuchKey }
    return Reply(
      status: 200, contentType: "application/octet-stream",
      headers: [("x-cos-request-id", requestID)], body: object, code: "0")
  }

  private func recognize(_ request: Request, _ requestID: String) throws(Problem) -> Reply {
    let query = request.target
    guard let mode = query.value("LivenessType").flatMap(Judge.Mode.init) else {
      throw .badParameter
    }
    let frames = query.value("BestFrameNum").map { Int($0) ?? 0 } ?? 1
    guard (1...10).contains(frames) else { throw .badParameter }
    if request.method == "PUT" { try store(request) }
    try service.examine(
      identityNumber: query.value("IdCard"), name: query.value("Name"))
    guard let video = request.method == "PUT" ? request.body : service.objects.get(query.path)
    else { throw .noSuchKey }
    try service.examine(video[...], mode: mode)
    try service.examine(challenge: query.value("ValidateData"), mode: mode)
    var elements = [
      ("BestFrameBase64", PlaceholderPhoto.base64),
      ("Sim", String(service.configuration.similarity)),
    ]
    if frames > 1 {
      elements += (0..<frames).map { _ in ("BestFrameList", PlaceholderPhoto.base64) }
    }
    return Replies.cos(elements, requestID)
  }

  /// Keeps the object, once its digest is what the client said.
  private func store(_ request: Request) throws(Problem) {
    if let given = request.header("content-md5") {
      guard let digest = Base64.decode(given.utf8), digest.count == 16 else {
        throw .invalidDigest
      }
      guard try Digests.digest(request.body, .md5) == digest else { throw .badDigest }
    }
    service.objects.put(request.target.path, request.body)
  }
}
