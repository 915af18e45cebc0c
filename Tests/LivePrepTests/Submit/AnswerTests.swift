import Testing
import Wire

@testable import LivePrep

@Suite("Answers and what they mean")
struct AnswerTests {
  private let jpeg = "/9j/4AAQSkZJRgABAQAAAQA"

  private func reply(
    _ text: String, _ status: Int = 200, _ headers: [(String, String)] = []
  ) -> HTTPReply {
    HTTPReply(status: status, headers: headers.map { ($0, $1) }, body: Array(text.utf8))
  }

  private func verdict(
    _ text: String, _ call: Submission.Call, status: Int = 200, threshold: Double = 70
  ) -> Verdict {
    Verdict.of(Answer(reply(text, status)), to: call, threshold: threshold)
  }

  private let live = Submission.Call.livedetectfour(video: "v", validateData: "1")
  private let compare = Submission.Call.livedetectfour(video: "v", validateData: "1", card: "c")
  private let identity = Submission.Call.idcardlivedetectfour(
    video: "v", validateData: "1", identity: testIdentity)
  private let stored = Submission.Call.cosStored(
    key: "k", .init(identity: testIdentity, liveness: .init(mode: .silent)))
  private let cloud = Submission.Call.cloudRecognition(
    video: .file("v"), .init(identity: testIdentity, liveness: .init(mode: .silent)))

  @Test func sampleOfThePage() {
    let page = """
      {
      "data":{
      "live_status":0,
      "live_msg":"OK",
      "compare_status":0,
      "compare_msg":"OK",
      "sim":90,
      "photo":"\(jpeg)",
      },
      "code":0,
      "message":"OK"
      }
      """
    let found = verdict(page, compare)
    #expect(found.outcome == .passed)
    #expect(found.similarity == 90)
    #expect(found.bestFrames.count == 1)
    #expect(found.bestFrames.first?.prefix(3) == [0xFF, 0xD8, 0xFF])
  }

  @Test("read in the order code, live_status, compare_status, sim")
  func order() {
    func answer(_ code: Int, _ live: Int, _ compare: Int, _ sim: Int) -> String {
      #"{"data":{"live_status":\#(live),"compare_status":\#(compare),"sim":\#(sim)},"code":\#(code)}"#
    }
    #expect(
      verdict(answer(23, -5013, -4009, 10), compare).outcome
        == .undecided(.service(ServiceCode(23))))
    #expect(verdict(answer(0, -5013, -4009, 10), compare).outcome == .rejected(ServiceCode(-5013)))
    #expect(verdict(answer(0, 0, -4009, 10), compare).outcome == .rejected(ServiceCode(-4009)))
    #expect(verdict(answer(0, 0, 0, 10), compare).outcome == .rejected(.belowThreshold))
    #expect(verdict(answer(0, 0, 0, 71), compare).outcome == .passed)
    #expect(verdict(answer(0, 0, -4009, 10), live).outcome == .passed)
    #expect(
      verdict(answer(0, 0, -5802, 0), identity).outcome == .undecided(.service(ServiceCode(-5802))))
  }

  @Test("larger than the threshold for calls 2 and 3, at least for 5, 6 and 9")
  func thresholds() {
    let image = #"{"data":{"live_status":"0","compare_status":0,"sim":"70"},"code":"0"}"#
    #expect(verdict(image, identity).outcome == .rejected(.belowThreshold))
    #expect(verdict(image, identity, threshold: 69.9).outcome == .passed)
    #expect(verdict("<Response><Sim>70.00</Sim></Response>", stored).outcome == .passed)
    #expect(
      verdict("<Response><Sim>69.99</Sim></Response>", stored).outcome == .rejected(.belowThreshold)
    )
  }

  @Test(
    "what is no answer",
    arguments: [
      ("", 200), ("OK", 200), ("{", 200), ("[1]", 200), ("{}", 200), ("null", 200),
      (#"{"code":0}"#, 200), (#"{"code":0,"data":null}"#, 200),
      (#"{"code":null,"data":{"live_status":0}}"#, 200),
      (#"{"code":0,"data":{"live_status":"x"}}"#, 200),
      (#"{"code":0,"data":{"live_status":0}}"#, 502),
      ("<!DOCTYPE html><html></html>", 502), ("<html><p>Gateway<br></html>", 504),
      ("<html></html>", 200), ("<Response><Sim>9", 200),
    ])
  func unintelligible(text: String, status: Int) {
    for call in [live, stored, cloud] {
      guard case .undecided(.unintelligible) = verdict(text, call, status: status).outcome else {
        Issue.record("\(text) was understood: \(verdict(text, call, status: status))")
        continue
      }
    }
  }

  @Test func missingParts() {
    #expect(
      verdict(#"{"code":0,"data":{"live_status":0}}"#, compare).outcome
        == .undecided(.unintelligible("an answer without compare_status")))
    #expect(
      verdict(#"{"code":0,"data":{"live_status":0,"compare_status":0,"sim":null}}"#, compare)
        .outcome == .undecided(.unintelligible("an answer without sim")))
    #expect(
      verdict("<Response></Response>", stored).outcome
        == .undecided(.unintelligible("an answer without Sim")))
  }

  @Test func xml() {
    let page = """
      <?xml version='1.0' encoding='utf-8' ?>
      <!-- a comment -->
      <Response>
            <BestFrameBase64>\(jpeg)</BestFrameBase64>
            <Sim>100</Sim>
            <BestFrameList>null</BestFrameList>
      </Response>

      """
    let found = verdict(page, stored)
    #expect(found.outcome == .passed)
    #expect(found.similarity == 100)
    #expect(found.bestFrames.count == 1)
    #expect(found.unusableFrames == 0)
    let list = """
      <Response><Sim>88.5</Sim><BestFrameBase64>null</BestFrameBase64>
      <BestFrameList><![CDATA[\(jpeg)]]></BestFrameList><BestFrameList>AAAA</BestFrameList></Response>
      """
    #expect(verdict(list, stored).bestFrames.count == 1)
    #expect(verdict(list, stored).unusableFrames == 1)
  }

  @Test func xmlError() {
    let error = """
      <Error><Code>FailedOperation.LipVoiceLow</Code><Message>&lt;a&gt; &amp; &#x4E2D;&#22269;</Message>
      <RequestId>NWY2</RequestId></Error>
      """
    let answer = Answer(reply(error, 400))
    #expect(answer.requestID == "NWY2")
    #expect(
      answer.content
        == .refused(ServiceCode("FailedOperation.LipVoiceLow"), message: "<a> & 中国"))
    #expect(
      Answer(reply("<Response/>", 200, [("x-cos-request-id", "abc")])).requestID == "abc")
  }

  @Test(
    "XML that is refused",
    arguments: [
      "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>", "<a>&b;</a>", "<a>&#0;</a>", "<a>&#xD800;</a>",
      "<a><b></a></b>", "<a>", "<a></a><b></b>", "<a b=\"></a>", "a", "<>", "<a></a",
      "<a><!-- </a>", "<a>&verylongentityname;</a>",
      String(repeating: "<a>", count: 40) + String(repeating: "</a>", count: 40),
    ])
  func badXML(text: String) { #expect(XMLScanner.parse(Array(text.utf8)) == nil) }

  @Test func goodXML() {
    let parsed = XMLScanner.parse(
      Array("\u{FEFF}<r x='>'><a/><b>1</b><b> 2 </b><c k=\"v\"><d>&quot;x&apos;</d></c></r>".utf8))
    #expect(parsed?.name == "r")
    #expect(parsed?.value["a"] == .null)
    #expect(parsed?.value["b"] == .list([.text("1"), .text("2")]))
    #expect(parsed?.value["c"]["d"] == .text("\"x'"))
  }

  @Test func cloudAnswers() {
    let ok = """
      {"Response":{"Result":"Success","Description":"成功","Sim":88.8,"BestFrameBase64":"\(jpeg)",
      "BestFrameList":["\(jpeg)","\(jpeg)"],"RequestId":"r-1"}}
      """
    #expect(verdict(ok, cloud).outcome == .passed)
    #expect(verdict(ok, cloud).bestFrames.count == 2)
    #expect(Answer(reply(ok)).requestID == "r-1")
    let failed =
      #"{"Response":{"Result":"FailedOperation.ActionOpenMouth","Description":"x","Sim":0,"BestFrameBase64":null,"RequestId":"r"}}"#
    #expect(
      verdict(failed, cloud).outcome == .rejected(ServiceCode("FailedOperation.ActionOpenMouth")))
    let error =
      #"{"Response":{"Error":{"Code":"AuthFailure.SignatureFailure","Message":"no"},"RequestId":"r"}}"#
    let code = ServiceCode("AuthFailure.SignatureFailure")
    #expect(verdict(error, cloud).outcome == .undecided(.service(code)))
    #expect(code.failure == .credentials)
  }

  @Test func comparison() {
    let page = #"{"data":{"similarity":100.0,"session_id":"",},"code":0,"message":"OK"}"#
    let found = Verdict.comparison(Answer(reply(page)), threshold: 70)
    #expect(found == Verdict(outcome: .passed, similarity: 100))
    let session = #"{"data":{"similarity":12.5,"session_id":"s"},"code":0}"#
    #expect(
      Verdict.comparison(Answer(reply(session)), threshold: 70)
        == Verdict(outcome: .rejected(.belowThreshold), similarity: 12.5, sessionID: "s"))
  }

  @Test(
    "challenges",
    arguments: [
      (#"{"data":{"validate_data":"0532",},"code":0}"#, "0532"),
      (#"{"data":{"validate_data":9532},"code":0}"#, "9532"),
      ("<Response><LiveCode>1234</LiveCode></Response>", "1234"),
      ("<Response><ActionSequence>2,1</ActionSequence></Response>", "2,1"),
      (#"{"Response":{"LiveCode":"0001","RequestId":"r"}}"#, "0001"),
      (#"{"Response":{"ActionSequence":"1,2","RequestId":"r"}}"#, "1,2"),
      (#"{"data":{"validate_data":""},"code":0}"#, nil),
    ] as [(String, String?)])
  func challenges(text: String, value: String?) {
    guard case .values(let values) = Answer(reply(text)).content else {
      Issue.record("no values in \(text)")
      return
    }
    #expect(Verdict.challenge(values) == value)
  }

  @Test(
    arguments: [
      ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777), ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
      ("Thu, 29 Feb 2024 23:59:59 GMT", 1_709_251_199), ("yesterday", nil),
      ("Sun, 06 Nov 1994 25:49:37 GMT", nil), ("Sun, 06 Nov 1994 08:49:37 CET", nil),
    ] as [(String, Int?)])
  func dates(text: String, seconds: Int?) { #expect(HTTPDate.parse(text) == seconds) }

  @Test func retryAfter() {
    #expect(HTTPDate.retryAfter("12", now: 0) == 12)
    #expect(HTTPDate.retryAfter("-1", now: 0) == nil)
    #expect(HTTPDate.retryAfter("Sun, 06 Nov 1994 08:49:37 GMT", now: 784_111_770) == 7)
    #expect(HTTPDate.retryAfter("Sun, 06 Nov 1994 08:49:37 GMT", now: 784_111_780) == 0)
  }
}
