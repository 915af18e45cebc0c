import Wire

/// Makes the requests of all nine calls: values, signed for one moment. Opens files for their
/// length and, where the service wants a digest, reads them; sends nothing.
struct RequestBuilder {
  var configuration: ServiceConfiguration
  /// Unix seconds.
  var now: Int
  var random: UInt32

  /// Seconds for which a signature is good: an upload over a slow line included.
  private static let validity = 600
  /// Seconds by which our clock may run ahead of the store's.
  private static let leeway = 60

  private var secretID: String { configuration.credentials.secretID.reveal { $0 } }

  // MARK: Calls 1–4

  func livegetfour(sequence: String?) throws -> HTTPRequest {
    var members = [("appid", configuration.appID)]
    if let sequence { members.append(("seq", sequence)) }
    return try image("livegetfour", type: "application/json", Body(text: JSONText.object(members)))
  }

  func livedetectfour(
    video: String, validateData: String, card: String?, sequence: String?
  ) throws -> HTTPRequest {
    var form = Multipart()
    form.add("appid", configuration.appID)
    form.add("validate_data", validateData)
    form.add("compare_flag", card == nil ? "false" : "true")
    if let sequence { form.add("seq", sequence) }
    try form.addFile("video", SourceFile(path: video))
    if let card { try form.addFile("card", SourceFile(path: card)) }
    return try image("livedetectfour", form)
  }

  func idcardlivedetectfour(
    video: String, validateData: String, identity: Identity, sequence: String?
  ) throws -> HTTPRequest {
    var form = Multipart()
    form.add("appid", configuration.appID)
    form.add("validate_data", validateData)
    identity.number.reveal { form.add("idcard_number", $0) }
    identity.name.reveal { form.add("idcard_name", $0) }
    if let sequence { form.add("seq", sequence) }
    try form.addFile("video", SourceFile(path: video))
    return try image("idcardlivedetectfour", form)
  }

  func idcardcompare(
    image picture: ComparedImage, identity: Identity, sessionID: String?
  ) throws -> HTTPRequest {
    switch picture {
    case .url(let url):
      var members = [("appid", configuration.appID)]
      identity.number.reveal { members.append(("idcard_number", $0)) }
      identity.name.reveal { members.append(("idcard_name", $0)) }
      members.append(("url", url))
      if let sessionID { members.append(("session_id", sessionID)) }
      return try image(
        "idcardcompare", type: "application/json", Body(text: JSONText.object(members)))
    case .file(let path):
      var form = Multipart()
      form.add("appid", configuration.appID)
      identity.number.reveal { form.add("idcard_number", $0) }
      identity.name.reveal { form.add("idcard_name", $0) }
      if let sessionID { form.add("session_id", sessionID) }
      try form.addFile("image", SourceFile(path: path))
      return try image("idcardcompare", form)
    }
  }

  private func image(_ call: String, _ form: Multipart) throws -> HTTPRequest {
    try image(call, type: form.contentType, form.body)
  }

  private func image(_ call: String, type: String, _ body: Body) throws -> HTTPRequest {
    let endpoint = try configuration.endpoint(of: .image)
    let sign = try ImageSignature.sign(
      appID: configuration.appID, bucket: configuration.bucket, secretID: secretID,
      secretKey: configuration.credentials.secretKey, now: now, expires: now + Self.validity,
      random: random)
    return HTTPRequest(
      method: "POST", url: "\(endpoint.url)/face/\(call)",
      headers: [("Host", endpoint.host), ("Authorization", sign), ("Content-Type", type)],
      body: body)
  }

  // MARK: Calls 5–8

  func cosUpload(
    video: String, key: String, _ recognition: Submission.Recognition
  ) throws -> HTTPRequest {
    let file = try SourceFile(path: video)
    let body = Body([.file(file)])
    let digest = Base64.encode(try body.digest(.md5))
    return try cos(
      "PUT", key: key, query: query(recognition),
      headers: [("Content-MD5", digest), ("Content-Type", FileKind.of(file).type)], body: body)
  }

  func cosStored(key: String, _ recognition: Submission.Recognition) throws -> HTTPRequest {
    try cos("GET", key: key, query: query(recognition))
  }

  func cosChallenge(_ mode: Mode) throws -> HTTPRequest {
    try cos("GET", key: "", query: [("ci-process", Self.challengeAction(mode))])
  }

  static func challengeAction(_ mode: Mode) -> String {
    mode == .action ? "GetActionSequence" : "GetLiveCode"
  }

  private func query(_ recognition: Submission.Recognition) -> [COSSignature.Field] {
    let liveness = recognition.liveness
    var query: [COSSignature.Field] = [("ci-process", "LivenessRecognition")]
    recognition.identity.number.reveal { query.append(("IdCard", $0)) }
    recognition.identity.name.reveal { query.append(("Name", $0)) }
    query.append(("LivenessType", liveness.mode.wireName))
    if let data = liveness.validateData { query.append(("ValidateData", data)) }
    if let count = liveness.bestFrames { query.append(("BestFrameNum", String(count))) }
    return query
  }

  private func cos(
    _ method: String, key: String, query: [COSSignature.Field],
    headers: [COSSignature.Field] = [], body: Body? = nil
  ) throws -> HTTPRequest {
    let endpoint = try configuration.endpoint(of: .cos)
    var headers = [("Host", endpoint.host)] + headers
    configuration.credentials.token?.reveal { headers.append(("x-cos-security-token", $0)) }
    let path = key.hasPrefix("/") ? key : "/" + key
    let authorization = try COSSignature.authorization(
      method: method, path: path, query: query, headers: headers, secretID: secretID,
      secretKey: configuration.credentials.secretKey, start: now - Self.leeway,
      end: now + Self.validity)
    let text = query.map {
      "\(PercentEncoding.encode($0.name))=\(PercentEncoding.encode($0.value))"
    }.joined(separator: "&")
    return HTTPRequest(
      method: method, url: "\(endpoint.url)\(PercentEncoding.encode(path, keep: "/"))?\(text)",
      headers: headers + [("Authorization", authorization)], body: body)
  }

  // MARK: Call 9

  func cloudRecognition(
    video: Submission.VideoSource, _ recognition: Submission.Recognition
  ) throws -> HTTPRequest {
    var members: [(String, String)] = []
    recognition.identity.number.reveal { members.append(("IdCard", $0)) }
    recognition.identity.name.reveal { members.append(("Name", $0)) }
    let files = try add(recognition.liveness, video, to: &members)
    return try cloud("LivenessRecognition", JSONText.body(members, base64: files))
  }

  func cloudCompare(
    video: Submission.VideoSource, image: String, _ liveness: Submission.Liveness
  ) throws -> HTTPRequest {
    var members: [(String, String)] = []
    let files = try add(liveness, video, to: &members)
    return try cloud(
      "LivenessCompare",
      JSONText.body(members, base64: [("ImageBase64", try SourceFile(path: image))] + files))
  }

  func cloudChallenge(_ mode: Mode) throws -> HTTPRequest {
    try cloud(Self.challengeAction(mode), Body(text: "{}"))
  }

  private func add(
    _ liveness: Submission.Liveness, _ video: Submission.VideoSource,
    to members: inout [(String, String)]
  ) throws -> [(String, SourceFile)] {
    members.append(("LivenessType", liveness.mode.wireName))
    if let data = liveness.validateData { members.append(("ValidateData", data)) }
    if let count = liveness.bestFrames {
      members.append(("Optional", "{\"BestFrameNum\":\(count)}"))
    }
    switch video {
    case .url(let url):
      members.append(("VideoUrl", url))
      return []
    case .file(let path): return [("VideoBase64", try SourceFile(path: path))]
    }
  }

  private func cloud(_ action: String, _ body: Body) throws -> HTTPRequest {
    let endpoint = try configuration.endpoint(of: .cloud)
    let type = "application/json"
    let authorization = try TC3Signature.authorization(
      host: endpoint.host, contentType: type, payloadDigest: Hex.encode(body.digest(.sha256)),
      secretID: secretID, secretKey: configuration.credentials.secretKey, timestamp: now)
    var headers = [
      ("Host", endpoint.host), ("Authorization", authorization), ("Content-Type", type),
      ("X-TC-Action", action), ("X-TC-Version", "2018-03-01"), ("X-TC-Timestamp", String(now)),
    ]
    if !configuration.region.isEmpty { headers.append(("X-TC-Region", configuration.region)) }
    configuration.credentials.token?.reveal { headers.append(("X-TC-Token", $0)) }
    return HTTPRequest(
      method: "POST", url: "\(endpoint.url)/", headers: headers, body: body)
  }
}

extension Mode {
  /// `LivenessType`.
  var wireName: String { rawValue.uppercased() }
}

extension Multipart {
  /// The part is named by what it is: how somebody called their file is nobody's business.
  mutating func addFile(_ name: String, _ file: SourceFile) {
    let kind = FileKind.of(file)
    add(name, fileName: "\(name).\(kind.suffix)", type: kind.type, content: .file(file))
  }
}
