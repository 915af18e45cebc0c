import LivePrep
import Testing
import Wire

@testable import Sandbox

@Suite struct COSCallTests {
  private static func element(_ name: String, in answer: RawClient.Answer) -> [String] {
    answer.text.split(separator: "<\(name)>").dropFirst().map {
      String($0.prefix { $0 != "<" })
    }
  }

  private static func code(_ answer: RawClient.Answer) -> String? {
    element("Code", in: answer).first
  }

  private func challenge(_ bench: Bench, _ process: String, _ name: String) throws -> String {
    let answer = bench.ask(try bench.cos("GET", "/", [("ci-process", process)]))
    #expect(answer.status == 200)
    return try #require(Self.element(name, in: answer).first)
  }

  @Test func challengesAreHandedOut() throws {
    let bench = try Bench()
    #expect(try challenge(bench, "GetLiveCode", "LiveCode").wholeMatch(of: /\d{4}/) != nil)
    #expect(["1,2", "2,1"].contains(try challenge(bench, "GetActionSequence", "ActionSequence")))
  }

  @Test func uploadIsJudgedAndKept() throws {
    let bench = try Bench()
    let digits = try challenge(bench, "GetLiveCode", "LiveCode")
    let query = bench.recognition("LIP", [("ValidateData", digits), ("BestFrameNum", "3")])
    let key = "/文件夹/a b+c&d.mp4"
    let put = bench.ask(try bench.cos("PUT", key, query, body: Bench.video))
    #expect(put.status == 200)
    #expect(put.headers["content-type"] == "application/xml")
    #expect(Self.element("Sim", in: put) == ["90.0"])
    #expect(Self.element("BestFrameBase64", in: put) == [PlaceholderPhoto.base64])
    #expect(Self.element("BestFrameList", in: put).count == 3)
    #expect(put.text.contains("no face was verified"))

    #expect(bench.ask(try bench.cos("GET", key, query)).status == 200)
    #expect(bench.ask(try bench.cos("GET", key, [])).body == Bench.video)
    let missing = bench.ask(try bench.cos("GET", "/other.mp4", query))
    #expect(missing.status == 404)
    #expect(Self.code(missing) == "NoSuchKey")
  }

  @Test func modesAndChallenges() throws {
    let bench = try Bench()
    func code(_ query: [(String, String)]) throws -> String? {
      Self.code(bench.ask(try bench.cos("PUT", "/a.mp4", query, body: Bench.video)))
    }
    #expect(try code(bench.recognition("SILENT")) == nil)
    #expect(try code(bench.recognition("LIP")) == "InvalidArgument")
    #expect(try code(bench.recognition("SING")) == "InvalidArgument")
    #expect(try code(bench.recognition("SILENT", [("BestFrameNum", "11")])) == "InvalidArgument")
    #expect(
      try code(bench.recognition("LIP", [("ValidateData", "0000")]))
        == "FailedOperation.LipVoiceRecognize")
    #expect(
      try code(bench.recognition("ACTION", [("ValidateData", "1,2")]))
        == "FailedOperation.ActionFirstAction")
    let actions = try challenge(bench, "GetActionSequence", "ActionSequence")
    #expect(try code(bench.recognition("ACTION", [("ValidateData", actions)])) == nil)
    #expect(
      try code(bench.recognition("SILENT", number: "11204416541220243X"))
        == "FailedOperation.IdFormatError")
    #expect(try code(bench.recognition("SILENT", name: "")) == "InvalidParameter")
  }

  @Test func signaturesAreVerified() throws {
    let bench = try Bench()
    let now = Bench.now
    let live = [("ci-process", "GetLiveCode")]
    let wrongKey = bench.ask(try bench.cos("GET", "/", live, key: "wrong"))
    #expect(wrongKey.status == 403)
    #expect(Self.code(wrongKey) == "SignatureDoesNotMatch")
    let late = bench.ask(try bench.cos("GET", "/", live, start: now - 60, end: now))
    #expect(Self.code(late) == "AccessDenied")
    let early = bench.ask(try bench.cos("GET", "/", live, start: now + 60, end: now + 120))
    #expect(Self.code(early) == "RequestTimeTooSkewed")
    // A signature for one query, path, method or host does not cover another.
    var moved = try bench.cos("GET", "/", live)
    moved.target = "/?ci-process=GetActionSequence"
    #expect(Self.code(bench.ask(moved)) == "SignatureDoesNotMatch")
    var elsewhere = try bench.cos("GET", "/a", [])
    elsewhere.target = "/b"
    #expect(Self.code(bench.ask(elsewhere)) == "SignatureDoesNotMatch")
    var changed = try bench.cos("GET", "/a", [])
    changed.method = "PUT"
    #expect(Self.code(bench.ask(changed)) == "SignatureDoesNotMatch")
    var rehosted = try bench.cos("GET", "/", live)
    rehosted.headers[0].1 = "localhost"
    #expect(Self.code(bench.ask(rehosted)) == "SignatureDoesNotMatch")
    rehosted.headers[0].1 = "x-1250000009.cos.ap-x.myqcloud.com"
    #expect(Self.code(bench.ask(rehosted)) == "AccessDenied")
    var unsigned = try bench.cos("GET", "/", live)
    unsigned.headers.remove(at: 1)
    #expect(Self.code(bench.ask(unsigned)) == "AccessDenied")
    unsigned.headers.append(("Authorization", "q-sign-algorithm=sha1"))
    #expect(Self.code(bench.ask(unsigned)) == "AccessDenied")
  }

  /// As the vendor's SDK for Python does.
  @Test func thePortMayBeLeftOutOfTheSignedHost() throws {
    let bench = try Bench()
    let signature = try COSSignature.authorization(
      method: "GET", path: "/", query: [("ci-process", "GetLiveCode")],
      headers: [("host", "127.0.0.1")], secretID: bench.account.secretID.reveal { $0 },
      secretKey: bench.account.secretKey, start: Bench.now - 1, end: Bench.now + 1)
    var message = try bench.cos("GET", "/", [("ci-process", "GetLiveCode")])
    message.headers[1].1 = signature
    #expect(bench.ask(message).status == 200)
  }

  @Test func temporaryKeysNeedTheirToken() throws {
    let bench = try Bench { $0.accounts[0].token = "token" }
    let live = [("ci-process", "GetLiveCode")]
    #expect(Self.code(bench.ask(try bench.cos("GET", "/", live))) == "InvalidToken")
    let carried = try bench.cos("GET", "/", live, headers: [("x-cos-security-token", "token")])
    #expect(bench.ask(carried).status == 200)
  }

  @Test func contentMD5IsChecked() throws {
    let bench = try Bench()
    func put(_ md5: String) throws -> RawClient.Answer {
      bench.ask(
        try bench.cos("PUT", "/a", [], body: Bench.video, headers: [("Content-MD5", md5)]))
    }
    let right = Base64.encode(try Digest.of(Bench.video, .md5))
    #expect(try put(right).status == 200)
    let other = Base64.encode(try Digest.of([1], .md5))
    #expect(Self.code(try put(other)) == "BadDigest")
    #expect(Self.code(try put("short")) == "InvalidDigest")
  }

  @Test func storeIsBounded() {
    let store = ObjectStore(countLimit: 3, byteLimit: 10)
    for key in ["a", "b", "c", "d"] { store.put(key, [1]) }
    #expect(store.get("a") == nil)
    #expect(store.get("d") == [1])
    store.put("e", [UInt8](repeating: 0, count: 9))
    #expect(["b", "c", "d"].compactMap(store.get).count == 1)
    store.put("e", [2])
    #expect(store.get("e") == [2])
  }
}
