import Foundation
import LivePrep
import Testing

@testable import Sandbox

@Suite struct CloudCallTests {
  private static func response(_ answer: RawClient.Answer) -> Lenient? {
    Lenient(answer.text)["Response"]
  }

  private static func error(_ answer: RawClient.Answer) -> String? {
    response(answer)?["Error"]?["Code"]?.text
  }

  private static let video = Data(Bench.video).base64EncodedString()
  private static let identity = "\"IdCard\":\"\(Bench.number)\",\"Name\":\"\(Bench.name)\""

  @Test func challengesAreHandedOut() throws {
    let bench = try Bench()
    let code = Self.response(bench.ask(try bench.cloud("GetLiveCode", "{}")))
    #expect(code?["LiveCode"]?.text?.count == 4)
    #expect(code?["RequestId"]?.text?.count == 36)
    let actions = Self.response(bench.ask(try bench.cloud("GetActionSequence", "{}")))
    #expect(["1,2", "2,1"].contains(actions?["ActionSequence"]?.text))
  }

  @Test func recognitionPasses() throws {
    let bench = try Bench()
    let digits = try #require(
      Self.response(bench.ask(try bench.cloud("GetLiveCode", "{}")))?["LiveCode"]?.text)
    let answer = Self.response(
      bench.ask(
        try bench.cloud(
          "LivenessRecognition",
          "{\(Self.identity),\"VideoBase64\":\"\(Self.video)\",\"LivenessType\":\"LIP\","
            + "\"ValidateData\":\"\(digits)\",\"Optional\":\"{\\\"BestFrameNum\\\":2}\"}")))
    #expect(answer?["Result"]?.text == "Success")
    #expect(answer?["Description"]?.text == "OK (sandbox: no face was verified)")
    #expect(answer?["Sim"]?.number == 90)
    #expect(answer?["BestFrameBase64"]?.text == PlaceholderPhoto.base64)
    let photo = Lenient.string(PlaceholderPhoto.base64)
    #expect(answer?["BestFrameList"] == .list([photo, photo]))
  }

  @Test func judgementsAreResults() throws {
    var quiet = VideoMeasure.good
    quiet.duration = 1
    let bench = try Bench(meter: ScriptedMeter(.success(quiet)))
    let answer = bench.ask(
      try bench.cloud(
        "LivenessRecognition",
        "{\(Self.identity),\"VideoBase64\":\"\(Self.video)\",\"LivenessType\":\"SILENT\"}"))
    #expect(answer.status == 200)
    #expect(Self.response(answer)?["Result"]?.text == "FailedOperation.SilentTooShort")
    #expect(Self.response(answer)?["BestFrameBase64"] == .null)
    #expect(Self.error(answer) == nil)
  }

  @Test func comparisonTakesAPicture() throws {
    let bench = try Bench()
    func ask(_ image: String) throws -> RawClient.Answer {
      bench.ask(
        try bench.cloud(
          "LivenessCompare",
          "{\(image)\"VideoBase64\":\"\(Self.video)\",\"LivenessType\":\"SILENT\"}"))
    }
    #expect(
      Self.response(try ask("\"ImageBase64\":\"\(PictureTests.png)\","))?["Result"]?.text
        == "Success")
    #expect(Self.error(try ask("")) == "MissingParameter")
    #expect(Self.error(try ask("\"ImageBase64\":\"!!\",")) == "InvalidParameterValue")
    #expect(
      Self.response(try ask("\"ImageBase64\":\"R0lGODlh\","))?["Result"]?.text
        == "FailedOperation.ImageDecodeFailed")
    let big = String(repeating: "A", count: 3_000_004)
    #expect(
      Self.response(try ask("\"ImageBase64\":\"\(big)\","))?["Result"]?.text
        == "FailedOperation.ImageSizeTooLarge")
  }

  @Test func urlsNameStoredObjectsOnly() throws {
    let bench = try Bench()
    #expect(bench.ask(try bench.cos("PUT", "/a.mp4", [], body: Bench.video)).status == 200)
    func result(_ url: String) throws -> String? {
      Self.response(
        bench.ask(
          try bench.cloud(
            "LivenessRecognition",
            "{\(Self.identity),\"VideoUrl\":\"\(url)\",\"LivenessType\":\"SILENT\"}")))?["Result"]?
        .text
    }
    #expect(try result("https://bucket.example/a.mp4") == "Success")
    #expect(try result("https://bucket.example/b.mp4") == "FailedOperation.DownLoadError")
    #expect(try result("file:///a.mp4") == "FailedOperation.DownLoadError")
  }

  @Test func signaturesAreVerified() throws {
    let bench = try Bench()
    func error(_ change: (inout Message) -> Void, timestamp: Int = Bench.now) throws -> String? {
      var message = try bench.cloud("GetLiveCode", "{}", timestamp: timestamp)
      change(&message)
      return Self.error(bench.ask(message))
    }
    #expect(try error({ _ in }) == nil)
    #expect(try error({ $0.body = Array("{ }".utf8) }) == "AuthFailure.SignatureFailure")
    #expect(
      try error({ $0.headers[2].1 = "application/json; charset=utf-8" })
        == "AuthFailure.SignatureFailure")
    #expect(try error({ $0.headers[1].1 = "Bearer x" }) == "AuthFailure.InvalidAuthorization")
    #expect(try error({ $0.headers.remove(at: 1) }) == "AuthFailure.InvalidAuthorization")
    #expect(try error({ $0.headers[5].1 = "1" }) == "AuthFailure.InvalidAuthorization")
    #expect(try error({ $0.headers[4].1 = "2020-01-01" }) == "NoSuchVersion")
    #expect(try error({ $0.headers[3].1 = "Nope" }) == "InvalidAction")
    #expect(
      try error({ _ in }, timestamp: Bench.now - 301) == "AuthFailure.SignatureExpire")
    #expect(
      try error({ _ in }, timestamp: Bench.now + 301) == "AuthFailure.SignatureExpire")
    let foreign = try bench.cloud("GetLiveCode", "{}", key: "wrong")
    #expect(Self.error(bench.ask(foreign)) == "AuthFailure.SignatureFailure")
  }

  @Test func parametersAndSizes() throws {
    let bench = try Bench()
    func ask(_ text: String) throws -> RawClient.Answer {
      bench.ask(try bench.cloud("LivenessRecognition", text))
    }
    #expect(Self.error(try ask("{")) == "InvalidParameterValue")
    #expect(Self.error(try ask("{}")) == "MissingParameter")
    #expect(Self.error(try ask("{\(Self.identity)}")) == "MissingParameter")
    #expect(
      Self.error(try ask("{\(Self.identity),\"LivenessType\":\"X\"}")) == "InvalidParameterValue")
    let wrong = try ask("{\"IdCard\":\"1\",\"Name\":\"a\",\"LivenessType\":\"SILENT\"}")
    #expect(Self.response(wrong)?["Result"]?.text == "FailedOperation.IdFormatError")
    let big = String(repeating: "A", count: 8_000_004)
    let tooBig = try ask(
      "{\(Self.identity),\"LivenessType\":\"SILENT\",\"VideoBase64\":\"\(big)\"}")
    #expect(Self.response(tooBig)?["Result"]?.text == "FailedOperation.LipSizeError")
    let body = try ask("{\"Name\":\"\(String(repeating: "A", count: 8_200_000))\"}")
    #expect(Self.error(body) == "RequestSizeLimitExceeded")
  }
}
