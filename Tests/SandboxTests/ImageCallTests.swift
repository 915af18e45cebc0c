import Foundation
import LivePrep
import Testing

@testable import Sandbox

@Suite struct ImageCallTests {
  private static func code(_ answer: RawClient.Answer) -> Double? {
    Lenient(answer.text)["code"]?.number
  }

  private static func live(_ answer: RawClient.Answer) -> Double? {
    Lenient(answer.text)["data"]?["live_status"]?.number
  }

  private static let appid = Array("1250000000".utf8)

  @Test func digitsAreHandedOutInTheVendorsShape() throws {
    let answer = try Bench().pipe {
      $0.ask(try $0.json("livegetfour", "{\"appid\":\"1250000000\"}"))
    }
    #expect(answer.status == 200)
    #expect(answer.headers["content-type"] == "application/json")
    #expect(answer.headers["server"] == "liveprep-sandbox")
    #expect(answer.headers["date"] == "Tue, 14 Nov 2023 22:13:20 GMT")
    let pattern =
      /\{\n"data":\{\n"validate_data":"\d{4}",\n\},\n"code":0,\n"message":"OK \(sandbox: no face was verified\)"\n\}/
    #expect(answer.text.wholeMatch(of: pattern) != nil, "\(answer.text)")
  }

  @Test func strictJSONHasNoTrailingComma() throws {
    let bench = try Bench { $0.strictJSON = true }
    let answer = bench.ask(try bench.json("livegetfour", "{\"appid\":\"1250000000\"}"))
    #expect(
      answer.text.wholeMatch(
        of: /\{\n"data":\{\n"validate_data":"\d{4}"\n\},\n"code":0,\n"message":"[^"]*"\n\}/) != nil)
  }

  @Test func aGoodClipPasses() throws {
    let bench = try Bench()
    let digits = try bench.digits()
    let alone = bench.ask(try bench.detection(digits: digits))
    #expect(Self.code(alone) == 0)
    #expect(Self.live(alone) == 0)
    #expect(Lenient(alone.text)["data"]?["compare_status"] == nil)

    let card = [UInt8](try #require(Data(base64Encoded: PictureTests.png)))
    let compared = Lenient(
      bench.ask(try bench.detection(digits: digits, compare: "true", [("card", card)])).text)
    #expect(compared["data"]?["compare_status"]?.number == 0)
    #expect(compared["data"]?["sim"]?.number == 90)
    #expect(compared["data"]?["photo"]?.text == PlaceholderPhoto.base64)
  }

  @Test func aBadCardFailsTheComparisonOnly() throws {
    let bench = try Bench()
    let answer = bench.ask(
      try bench.detection(
        digits: try bench.digits(), compare: "true", [("card", Array("GIF89a".utf8))]))
    #expect(Self.live(answer) == 0)
    #expect(Lenient(answer.text)["data"]?["compare_status"]?.number == -4018)
    #expect(Lenient(answer.text)["data"]?["sim"] == nil)
  }

  @Test func digitsThatWereNeverHandedOut() throws {
    let strict = try Bench()
    let digits = try strict.digits()
    let other = digits == "0000" ? "1111" : "0000"
    #expect(Self.live(strict.ask(try strict.detection(digits: other))) == -5008)
    let lenient = try Bench { $0.acceptsAnyChallenge = true }
    #expect(Self.live(lenient.ask(try lenient.detection(digits: other))) == 0)
  }

  @Test func challengesExpire() throws {
    let challenges = Challenges(lifetime: 600)
    let digits = challenges.digits(now: 1000)
    #expect(challenges.contains(digits, now: 1599))
    #expect(!challenges.contains(digits, now: 1600))
    for _ in 0..<5000 { _ = challenges.digits(now: 1000) }
    let known = (0..<10000).filter { number in
      let text = String(number)
      return challenges.contains(String(repeating: "0", count: 4 - text.count) + text, now: 1001)
    }
    #expect(known.count <= 1000)
  }

  @Test func identityIsChecked() throws {
    let bench = try Bench()
    let digits = try bench.digits()
    func ask(_ number: String?, _ name: String?) throws -> Lenient {
      var fields = [
        ("appid", Self.appid), ("validate_data", Array(digits.utf8)), ("video", Bench.video),
      ]
      if let number { fields.append(("idcard_number", Array(number.utf8))) }
      if let name { fields.append(("idcard_name", Array(name.utf8))) }
      return Lenient(bench.ask(try bench.form("idcardlivedetectfour", fields)).text)
    }
    let passed = try ask(Bench.number, Bench.name)
    #expect(passed["data"]?["compare_status"]?.number == 0)
    #expect(passed["data"]?["video_photo"]?.text == PlaceholderPhoto.base64)
    let wrong = try ask("110110199909090909", Bench.name)
    #expect(wrong["code"]?.number == 0)
    #expect(wrong["data"]?["live_status"]?.number == 0)
    #expect(wrong["data"]?["compare_status"]?.number == -5804)
    #expect(try ask(Bench.number, nil)["code"]?.number == -5801)
    #expect(try ask(nil, Bench.name)["code"]?.number == -5801)
    #expect(try ask(Bench.number, "")["code"]?.number == -5801)
  }

  @Test func picturesAreCompared() throws {
    let bench = try Bench()
    let identity = "\"idcard_number\":\"\(Bench.number)\",\"idcard_name\":\"\(Bench.name)\""
    func ask(_ rest: String) throws -> Lenient {
      Lenient(
        bench.ask(
          try bench.json("idcardcompare", "{\"appid\":\"1250000000\",\(identity)\(rest)}")
        ).text)
    }
    let passed = try ask(",\"url\":\"https://example.com/a.jpg\",\"session_id\":\"s\\\"1\"")
    #expect(passed["data"]?["similarity"]?.number == 90)
    #expect(passed["data"]?["session_id"]?.text == "s\"1")
    #expect(try ask("")["code"]?.number == -5805)
    #expect(try ask(",\"url\":\"https://no.invalid/a.jpg\"")["code"]?.number == -5805)
    #expect(try ask(",\"url\":\"file:///etc/passwd\"")["code"]?.number == -5805)

    let png = [UInt8](try #require(Data(base64Encoded: PictureTests.png)))
    func form(_ image: [UInt8]) throws -> Double? {
      Self.code(
        bench.ask(
          try bench.form(
            "idcardcompare",
            [
              ("appid", Self.appid), ("idcard_number", Array(Bench.number.utf8)),
              ("idcard_name", Array(Bench.name.utf8)), ("image", image),
            ])))
    }
    #expect(try form(png) == 0)
    #expect(try form(Array(png.dropLast(20))) == -4011)
  }

  @Test func signaturesAreVerified() throws {
    let bench = try Bench {
      $0.accounts.append(
        .init(appid: "1250000001", secretID: "AKIDother", secretKey: "other"))
    }
    let good = try bench.imageSignature()
    let now = Bench.now
    let cases: [(String, Double)] = [
      (good, 0),
      ("", 4),
      ("nonsense", 5),
      (good + "=", 5),
      (String(good.dropLast(3)), 5),
      (String(good.dropLast(4)), 14),
      (try bench.imageSignature(appid: "1250000001", id: "AKIDother", key: "other"), 6),
      (try bench.imageSignature(signed: now - 700, expires: now), 9),
      (try bench.imageSignature(signed: now + 1000, expires: now + 2000), 9),
      (try bench.imageSignature(appid: "999"), 10),
      (try bench.imageSignature(id: "AKIDnobody"), 11),
      (try bench.imageSignature(id: "AKIDother", key: "other"), 12),
      (try bench.imageSignature(key: "wrong"), 14),
      // More than three months; a reusable one that names a file; a single-use one that names none.
      (try bench.imageSignature(expires: now + 100 * 86_400), 5),
      (try bench.imageSignature(file: "f"), 5),
      (try bench.imageSignature(expires: 0), 5),
    ]
    for (index, (signature, code)) in cases.enumerated() {
      let message = try bench.json(
        "livegetfour", "{\"appid\":\"1250000000\"}", signature: signature)
      #expect(Self.code(bench.ask(message)) == code, "case \(index)")
    }
    var unsigned = try bench.json("livegetfour", "{\"appid\":\"1250000000\"}")
    unsigned.headers.removeFirst()
    #expect(Self.code(bench.ask(unsigned)) == 4)
  }

  @Test func singleUseSignaturesAreReplayedOnce() throws {
    let bench = try Bench()
    func ask(_ random: UInt32, signed: Int = Bench.now) throws -> Double? {
      let signature = try bench.imageSignature(
        signed: signed, expires: 0, random: random, file: "/1250000000/x/y")
      return Self.code(
        bench.ask(
          try bench.json("livegetfour", "{\"appid\":\"1250000000\"}", signature: signature)))
    }
    #expect(try ask(1) == 0)
    #expect(try ask(1) == 13)
    #expect(try ask(2) == 0)
    #expect(try ask(3, signed: Bench.now - 901) == 9)
  }

  @Test func formsAreChecked() throws {
    let bench = try Bench()
    let digits = Array(try bench.digits().utf8)
    func code(_ fields: [(String, [UInt8])]) throws -> Double? {
      Self.code(bench.ask(try bench.form("livedetectfour", fields)))
    }
    let flag = ("compare_flag", Array("false".utf8))
    let video = ("video", Bench.video)
    #expect(try code([("validate_data", digits), flag, video]) == 21)
    #expect(try code([("appid", Self.appid), flag, video]) == 21)
    #expect(try code([("appid", Self.appid), ("validate_data", digits), video]) == 21)
    #expect(try code([("appid", Self.appid), ("validate_data", digits), flag]) == 21)
    #expect(try code([("appid", [0xFF]), ("validate_data", digits), flag, video]) == 21)
    #expect(
      try code([("appid", Self.appid), ("validate_data", Array("12a".utf8)), flag, video]) == 21)
    #expect(
      try code([
        ("appid", Self.appid), ("validate_data", digits), video,
        ("compare_flag", Array("maybe".utf8)),
      ]) == 21)
    #expect(try code([("appid", Array("1".utf8)), ("validate_data", digits), flag, video]) == 6)

    var broken = try bench.detection(digits: String(decoding: digits, as: UTF8.self))
    broken.body.removeLast(10)
    let answer = bench.ask(broken)
    #expect(Self.code(answer) == 3)
    #expect(
      Lenient(answer.text)["message"]?.text
        == "malformed form: noClosingDelimiter (sandbox: no face was verified)")
    #expect(Self.code(bench.ask(try bench.json("livedetectfour", "{\"appid\":"))) == 3)
    #expect(Self.code(bench.ask(try bench.json("livegetfour", "{}"))) == 21)
  }

  @Test func bodiesAboveTheLimitAreRefused() throws {
    let bench = try Bench()
    let digits = try bench.digits()
    let fits = try bench.detection(
      digits: digits, video: [UInt8](repeating: 1, count: 5_999_000))
    #expect(Self.live(bench.ask(fits)) == 0)
    let big = try bench.detection(
      digits: digits, video: [UInt8](repeating: 1, count: 6_000_000))
    let answer = bench.ask(big)
    #expect(answer.status == 200)
    #expect(Self.code(answer) == 23)

    // One that is announced as huge is not even read.
    var huge = try bench.detection(digits: digits)
    huge.isMeasured = false
    huge.headers.append(("Content-Length", "100000000000"))
    let refused = bench.ask(huge)
    #expect(refused.status == 413)
    #expect(Self.code(refused) == 23)

    // Without a length nothing is taken.
    var chunked = try bench.detection(digits: digits)
    chunked.isMeasured = false
    chunked.headers.append(("Transfer-Encoding", "chunked"))
    chunked.body = Array("5\r\nhello\r\n0\r\n\r\n".utf8)
    #expect(bench.ask(chunked).status == 411)
  }

  @Test func otherPathsAndMethods() throws {
    let bench = try Bench()
    #expect(bench.ask(Message(target: "/face/nope")).status == 404)
    #expect(bench.ask(Message(method: "GET", target: "/face/livegetfour")).status == 405)
    let landing = bench.ask(Message(method: "GET", target: "/"))
    #expect(landing.text.contains("verifies no faces"))
    #expect(bench.ask(Message(method: "GET", target: "/%zz")).status == 400)
    for answer in [bench.ask(Message(method: "DELETE", target: "/a")), landing] {
      #expect(answer.headers["x-liveprep-sandbox"] == "a local stand-in; no face was verified")
    }
  }
}

extension Bench {
  func pipe<T>(_ body: (Bench) throws -> T) rethrows -> T { try body(self) }
}
