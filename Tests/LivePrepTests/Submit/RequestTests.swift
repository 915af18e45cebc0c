import FoundationEssentials
import TestServer
import Testing
import Wire

@testable import LivePrep

/// All nine calls as they arrive at a server, signatures worked out anew.
@Suite("Requests of the nine calls")
struct RequestTests {
  private let video: [UInt8] = Array("\0\0\0\u{18}ftypmp42 the video".utf8)
  private let frame = "/9j/4AAQSkZJRgABAQAAAQA"

  private func sent(
    _ call: Submission.Call, _ answer: TestServer.Action, sequence: String? = nil
  ) async throws -> (TestServer.Request, SubmissionResult) {
    let server = TestServer { _ in answer }
    defer { server.stop() }
    var submission = Submission(call)
    submission.sequence = sequence
    let result = try await client(server).submit(submission)
    return (try #require(server.requests.first), result)
  }

  /// Name, file name, type and content of the parts. An independent parser reads them in
  /// `scripts/interop.d/client.py`; here only exact bytes count.
  private func form(_ request: TestServer.Request, _ parts: [(String, [UInt8])]) throws {
    let type = try #require(request.header("Content-Type"))
    let prefix = "multipart/form-data; boundary="
    #expect(type.hasPrefix(prefix))
    let boundary = type.dropFirst(prefix.count)
    var expected: [UInt8] = []
    for (head, content) in parts {
      expected += Array("--\(boundary)\r\nContent-Disposition: form-data; \(head)\r\n\r\n".utf8)
      expected += content + [13, 10]
    }
    expected += Array("--\(boundary)--\r\n".utf8)
    #expect(request.body == expected)
    #expect(request.header("Content-Length") == String(expected.count))
  }

  @Test func livedetectfourWithCard() async throws {
    let file = try TemporaryFile(video)
    let card = try TemporaryFile(Pictures.jpeg)
    let (path, cardPath) = (file.path, card.path)
    let answer = #"""
      {"data":{"live_status":0,"compare_status":0,"sim":90,"photo":"\#(frame)",},"code":0,}
      """#
    let (request, result) = try await sent(
      .livedetectfour(video: path, validateData: "9532", card: cardPath), .json(answer),
      sequence: "s-1")
    #expect(request.method == "POST")
    #expect(request.target == "/face/livedetectfour")
    try form(
      request,
      [
        ("name=\"appid\"", Array("1250000000".utf8)),
        ("name=\"validate_data\"", Array("9532".utf8)),
        ("name=\"compare_flag\"", Array("true".utf8)), ("name=\"seq\"", Array("s-1".utf8)),
        ("name=\"video\"; filename=\"video.mp4\"\r\nContent-Type: video/mp4", video),
        (
          "name=\"card\"; filename=\"card.jpg\"\r\nContent-Type: image/jpeg", Pictures.jpeg
        ),
      ])
    #expect(result.outcome == .passed)
    #expect(result.similarity == 90)
    #expect(result.bestFrames.count == 1)
  }

  @Test func idcardlivedetectfour() async throws {
    let file = try TemporaryFile(Array("FLV\u{1} the video".utf8))
    let path = file.path
    let (request, result) = try await sent(
      .idcardlivedetectfour(video: path, validateData: "9532", identity: testIdentity),
      .json(#"{"data":{"live_status":0,"compare_status":-5803},"code":0}"#))
    #expect(request.target == "/face/idcardlivedetectfour")
    try form(
      request,
      [
        ("name=\"appid\"", Array("1250000000".utf8)),
        ("name=\"validate_data\"", Array("9532".utf8)),
        ("name=\"idcard_number\"", Array("11010519491231002X".utf8)),
        ("name=\"idcard_name\"", Array("韦小宝".utf8)),
        (
          "name=\"video\"; filename=\"video.flv\"\r\nContent-Type: video/x-flv",
          Array("FLV\u{1} the video".utf8)
        ),
      ])
    #expect(result.outcome == .rejected(ServiceCode(-5803)))
  }

  @Test func idcardcompare() async throws {
    let answer = #"{"data":{"similarity":88.5,"session_id":"x",},"code":0}"#
    let server = TestServer { _ in .json(answer) }
    defer { server.stop() }
    let image = try TemporaryFile(Pictures.jpeg)
    let path = image.path
    let service = client(server)
    let byURL = try await service.idCompare(
      .url("https://example.com/a b\"c.jpg"), identity: testIdentity, sessionID: "s")
    #expect(byURL.outcome == .passed)
    #expect(byURL.sessionID == "x")
    _ = try await service.idCompare(.file(path), identity: testIdentity)
    let requests = server.requests
    #expect(requests.map(\.target) == ["/face/idcardcompare", "/face/idcardcompare"])
    #expect(requests[0].header("Content-Type") == "application/json")
    #expect(
      String(decoding: requests[0].body, as: UTF8.self)
        == #"{"appid":"1250000000","idcard_number":"11010519491231002X","idcard_name":"韦小宝","#
        + #""url":"https://example.com/a b\"c.jpg","session_id":"s"}"#)
    try form(
      requests[1],
      [
        ("name=\"appid\"", Array("1250000000".utf8)),
        ("name=\"idcard_number\"", Array("11010519491231002X".utf8)),
        ("name=\"idcard_name\"", Array("韦小宝".utf8)),
        (
          "name=\"image\"; filename=\"image.jpg\"\r\nContent-Type: image/jpeg",
          Pictures.jpeg
        ),
      ])
  }

  private let recognition = Submission.Recognition(
    identity: testIdentity,
    liveness: Submission.Liveness(mode: .action, validateData: "2,1", bestFrames: 3))
  private let encodedQuery =
    "ci-process=LivenessRecognition&IdCard=11010519491231002X&Name=%E9%9F%A6%E5%B0%8F%E5%AE%9D"
    + "&LivenessType=ACTION&ValidateData=2%2C1&BestFrameNum=3"
  private let query: [COSSignature.Field] = [
    ("ci-process", "LivenessRecognition"), ("IdCard", "11010519491231002X"), ("Name", "韦小宝"),
    ("LivenessType", "ACTION"), ("ValidateData", "2,1"), ("BestFrameNum", "3"),
  ]

  private func cosAuthorization(
    _ request: TestServer.Request, path: String, query: [COSSignature.Field], headers: [String]
  ) throws -> String {
    try COSSignature.authorization(
      method: request.method, path: path, query: query,
      headers: headers.map { ($0, request.header($0) ?? "") }, secretID: "AKIDplanted",
      secretKey: "planted-key", start: 1_700_000_000 - 60, end: 1_700_000_000 + 600)
  }

  @Test func cosUpload() async throws {
    let file = try TemporaryFile(video)
    let path = file.path
    let (request, result) = try await sent(
      .cosUpload(video: path, key: "a b+c&d/视频.mp4", recognition),
      .xml("<Response><BestFrameBase64>\(frame)</BestFrameBase64><Sim>100</Sim></Response>"))
    #expect(request.method == "PUT")
    #expect(request.target == "/a%20b%2Bc%26d/%E8%A7%86%E9%A2%91.mp4?" + encodedQuery)
    #expect(request.body == video)
    #expect(request.header("Content-Length") == String(video.count))
    #expect(request.header("Content-Type") == "video/mp4")
    #expect(request.header("Content-MD5") == Base64.encode(try Digest.of(video, .md5)))
    #expect(request.header("x-cos-security-token") == "planted-token")
    let authorization = try cosAuthorization(
      request, path: "/a b+c&d/视频.mp4", query: query,
      headers: ["Host", "Content-MD5", "Content-Type", "x-cos-security-token"])
    #expect(request.header("Authorization") == authorization)
    #expect(result.outcome == .passed)
    #expect(result.bestFrames.count == 1)
  }

  @Test func cosStored() async throws {
    let (request, _) = try await sent(
      .cosStored(key: "/k.mp4", recognition), .xml("<Response><Sim>1</Sim></Response>"))
    #expect(request.method == "GET")
    #expect(request.target == "/k.mp4?" + encodedQuery)
    #expect(request.body.isEmpty)
    let authorization = try cosAuthorization(
      request, path: "/k.mp4", query: query, headers: ["Host", "x-cos-security-token"])
    #expect(request.header("Authorization") == authorization)
  }

  @Test(
    "calls 7 and 8",
    arguments: [
      (Mode.lip, "GetLiveCode", "LiveCode", "1234"),
      (.action, "GetActionSequence", "ActionSequence", "2,1"),
    ])
  func cosChallenge(mode: Mode, action: String, element: String, value: String) async throws {
    let server = TestServer { _ in .xml("<Response><\(element)>\(value)</\(element)></Response>") }
    defer { server.stop() }
    let challenge = try await client(server).challenge(
      target: .livenessRecognition, mode: mode, via: .cos)
    #expect(challenge.value == value)
    let request = try #require(server.requests.first)
    #expect(request.target == "/?ci-process=\(action)")
    let authorization = try cosAuthorization(
      request, path: "/", query: [("ci-process", action)],
      headers: ["Host", "x-cos-security-token"])
    #expect(request.header("Authorization") == authorization)
  }

  private func checkCloud(_ request: TestServer.Request, action: String) throws {
    #expect(request.method == "POST")
    #expect(request.target == "/")
    #expect(request.header("X-TC-Action") == action)
    #expect(request.header("X-TC-Version") == "2018-03-01")
    #expect(request.header("X-TC-Timestamp") == "1700000000")
    #expect(request.header("X-TC-Token") == "planted-token")
    #expect(request.header("X-TC-Region") == "ap-beijing")
    let authorization = try TC3Signature.authorization(
      host: try #require(request.header("Host")), contentType: "application/json",
      payloadDigest: Hex.encode(try Digest.of(request.body, .sha256)), secretID: "AKIDplanted",
      secretKey: "planted-key", timestamp: 1_700_000_000)
    #expect(request.header("Authorization") == authorization)
  }

  @Test func cloudRecognition() async throws {
    let file = try TemporaryFile(video)
    let path = file.path
    let (request, result) = try await sent(
      .cloudRecognition(video: .file(path), recognition),
      .json(
        #"{"Response":{"Result":"Success","Sim":71,"BestFrameList":["\#(frame)"],"RequestId":"r"}}"#
      ))
    try checkCloud(request, action: "LivenessRecognition")
    #expect(
      String(decoding: request.body, as: UTF8.self)
        == #"{"IdCard":"11010519491231002X","Name":"韦小宝","LivenessType":"ACTION","#
        + #""ValidateData":"2,1","Optional":"{\"BestFrameNum\":3}","VideoBase64":""#
        + Base64.encode(video) + #""}"#)
    #expect(result.outcome == .passed)
    #expect(result.requestID == "r")
  }

  @Test func cloudCompare() async throws {
    let file = try TemporaryFile(video)
    let image = try TemporaryFile(Pictures.jpeg)
    let (path, imagePath) = (file.path, image.path)
    let answer = #"{"Response":{"Result":"FailedOperation.SilentTooShort","RequestId":"r"}}"#
    let (request, result) = try await sent(
      .cloudCompare(
        video: .file(path), image: imagePath, Submission.Liveness(mode: .silent)), .json(answer))
    try checkCloud(request, action: "LivenessCompare")
    #expect(
      String(decoding: request.body, as: UTF8.self)
        == #"{"LivenessType":"SILENT","ImageBase64":""# + Base64.encode(Pictures.jpeg)
        + #"","VideoBase64":""# + Base64.encode(video) + #""}"#)
    #expect(result.outcome == .rejected(ServiceCode("FailedOperation.SilentTooShort")))
    let (byURL, _) = try await sent(
      .cloudCompare(
        video: .url("https://example.com/v.mp4"), image: imagePath,
        Submission.Liveness(mode: .silent)), .json(answer))
    try checkCloud(byURL, action: "LivenessCompare")
    #expect(
      String(decoding: byURL.body, as: UTF8.self)
        == #"{"LivenessType":"SILENT","VideoUrl":"https://example.com/v.mp4","ImageBase64":""#
        + Base64.encode(Pictures.jpeg) + #""}"#)
  }

  @Test func cloudChallengeAndErrors() async throws {
    let server = TestServer { request in
      request.number == 1
        ? .json(#"{"Response":{"LiveCode":"0042","RequestId":"r"}}"#)
        : .json(#"{"Response":{"Error":{"Code":"AuthFailure.SecretIdNotFound","Message":"m"}}}"#)
    }
    defer { server.stop() }
    let service = client(server)
    let challenge = try await service.challenge(target: .livenessCompare)
    #expect(challenge.value == "0042")
    #expect(challenge.requestID == "r")
    try checkCloud(try #require(server.requests.first), action: "GetLiveCode")
    let error = await #expect(throws: LivePrepError.self) {
      try await service.challenge(target: .livenessRecognition, mode: .action)
    }
    #expect(error?.kind == .credentials)
    #expect(error?.message.contains("AuthFailure.SecretIdNotFound") == true)
    #expect(server.requests.count == 2)
  }

  @Test func silentNeedsNoRequest() async throws {
    let server = TestServer { _ in .cut }
    defer { server.stop() }
    let service = client(server)
    let challenge = try await service.challenge(target: .livenessRecognition, mode: .silent)
    #expect(challenge.value == nil)
    let error = await #expect(throws: LivePrepError.self) {
      try await service.challenge(target: .livedetectfour, mode: .action)
    }
    #expect(error?.kind == .usage)
    #expect(server.requests.isEmpty)
  }

  @Test func progressOfAnUpload() async throws {
    let file = try TemporaryFile([UInt8](repeating: 5, count: 2_000_000))
    let path = file.path
    let server = TestServer { _ in .json(#"{"data":{"live_status":0},"code":0}"#) }
    defer { server.stop() }
    let steps = AsyncStream.makeStream(of: Progress.self)
    _ = try await client(server).submit(
      Submission(.livedetectfour(video: path, validateData: "1"))
    ) { steps.continuation.yield($0) }
    steps.continuation.finish()
    var fractions: [Double] = []
    for await step in steps.stream {
      #expect(step.stage == .upload)
      fractions.append(step.fraction)
    }
    #expect(fractions.last == 1)
    #expect(fractions == fractions.sorted())
  }

  @Test(
    "what a file is",
    arguments: [
      (Array("\0\0\0\u{20}ftypisom".utf8), "mp4"), (Array("RIFF\0\0\0\0AVI ".utf8), "avi"),
      (Array("FLV\u{1}".utf8), "flv"), ([0xFF, 0xD8, 0xFF], "jpg"),
      ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], "png"), ([], "bin"),
      (Array("RIFF\0\0\0\0WAVE".utf8), "bin"),
    ] as [([UInt8], String)])
  func kinds(head: [UInt8], suffix: String) { #expect(FileKind.of(head).suffix == suffix) }
}
