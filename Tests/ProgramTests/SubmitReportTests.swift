import Testing

@testable import LivePrep
@testable import LivePrepCLI

private let attempts = [
  Attempt(
    number: 1, started: 1_700_000_000.5, seconds: 0.25, httpStatus: 200, outcome: "15", waited: 0),
  Attempt(
    number: 2, started: 1_700_000_001.25, seconds: 1.5, httpStatus: 200, outcome: "-5013",
    waited: 0.5),
]

private let attemptsText =
  #"[{"number":1,"started":1700000000.5,"seconds":0.25,"httpStatus":200,"outcome":"15","waited":0},{"number":2,"started":1700000001.25,"seconds":1.5,"httpStatus":200,"outcome":"-5013","waited":0.5}]"#

private func request(_ words: String...) throws -> SubmitRequest {
  try SubmitRequest(Arguments(words, syntax: SubmitCommand.syntax))
}

private func rejected() -> SubmissionResult {
  var result = SubmissionResult(
    outcome: .rejected("-5013".code), words: Words("Rejected with code -5013."))
  result.requestID = "r-1"
  result.attempts = attempts
  return result
}

extension String {
  fileprivate var code: ServiceCode { ServiceCode(self) }
}

@Suite("Submit: what is said")
struct SubmitReportTests {
  @Test func jsonWhole() throws {
    let result = rejected()
    let request = try request("a.mov", "--validate-data", "9532")
    let remedy = try #require(Explanation.of("-5013".code)?.remedy.en)
    let text = JSONReport.submit(result, request, SubmitWork()).text
    #expect(
      text
        == #"{"schema":"liveprep.submit/1","file":"a.mov","target":"livedetectfour","mode":"lip","outcome":"rejected","code":"-5013","message":"Rejected with code -5013.","fault":"person-filming","remedy":"#
        + JSON.string(remedy).text
        + #","similarity":null,"requestId":"r-1","attempts":"# + attemptsText
        + #","prepared":null,"checked":null,"objectKey":null,"frames":[],"clockSkew":null,"retryAfter":null}"#
    )
  }

  @Test func jsonOfWhatWasPrepared() throws {
    var work = SubmitWork()
    work.prepared = .phone
    let text = JSONReport.submit(rejected(), try request("a.mov"), work).text
    #expect(
      text.contains(
        #""prepared":{"schema":"liveprep.prepare/1","file":"a.mov","output":null,"target":"#))
  }

  @Test func jsonOfAChallengeAndAComparison() {
    let challenge = Challenge(
      target: .livedetectfour, mode: .lip, value: "9532", requestID: nil, attempts: [])
    #expect(
      JSONReport.challenge(challenge).text
        == #"{"schema":"liveprep.challenge/1","target":"livedetectfour","mode":"lip","challenge":"9532","requestId":null,"attempts":[]}"#
    )
    var result = SubmissionResult(outcome: .passed, words: Words("Passed."))
    result.similarity = 82.5
    result.sessionID = "s"
    #expect(
      JSONReport.idCompare(result).text
        == #"{"schema":"liveprep.id-compare/1","outcome":"passed","similarity":82.5,"sessionId":"s","code":null,"message":"Passed.","fault":null,"remedy":null,"requestId":null,"attempts":[],"clockSkew":null,"retryAfter":null}"#
    )
  }

  @Test func peopleReadAVerdict() throws {
    let entry = try #require(Explanation.of("-5013".code))
    var work = SubmitWork()
    work.prepared = .phone
    work.frames = ["out/best-1.jpg"]
    var result = rejected()
    result.similarity = 55
    #expect(
      HumanReport(.en).submit(result, try request("a.mov"), work) == """
        a.mov: rejected (-5013)
          means    \(entry.meaning.en)
          who      the person filming
          to do    \(entry.remedy.en)
          alike    55, threshold 70
          request  r-1
          tries    2: 15, -5013
          sent     a transcode, 12.4 MB → 412 kB
          frame    out/best-1.jpg
        """)
    #expect(
      HumanReport(.zh).submit(result, try request("a.mov"), work) == """
        a.mov: 未通过 (-5013)
          含义  \(entry.meaning.zh)
          由谁  录制者
          办法  \(entry.remedy.zh)
          相似  55，阈值 70
          请求  r-1
          尝试  2: 15、-5013
          提交  转码，12.4 MB → 412 kB
          帧   out/best-1.jpg
        """)
  }

  @Test func peopleReadThatNothingWasDecided() throws {
    let result = SubmissionResult(
      outcome: .undecided(.transport(name: "connect", phase: "before-sending")),
      words: Words("h: refused. Nothing was sent."))
    #expect(
      HumanReport(.en).submit(result, try request("a.mov", "--as-is"), SubmitWork()) == """
        a.mov: undecided
          means    h: refused. Nothing was sent.
          sent     as it is
        """)
  }

  @Test func peopleReadWhatWasSentUntouched() throws {
    var work = SubmitWork()
    work.prepared = .phone
    work.prepared?.plan.kind = .passthrough
    work.prepared?.bytesIn = 383_512
    work.prepared?.bytesOut = 383_512
    let result = SubmissionResult(outcome: .passed, words: Words("Passed."))
    #expect(
      HumanReport(.en).submit(result, try request("a.mov"), work) == """
        a.mov: passed
          sent     383.5 kB, as it is
        """)
    #expect(
      HumanReport(.zh).submit(result, try request("a.mov"), work) == """
        a.mov: 通过
          提交  383.5 kB，原文件
        """)
  }

  @Test func statuses() {
    let silent = Console(language: .en) { _, _ in true }
    #expect(
      SubmissionResult(outcome: .passed, words: Words("")).status(silent) == .fine)
    #expect(rejected().status(silent) == .rejected)
    func undecided(_ reason: SubmissionResult.Undecided) -> LivePrepCLI.ExitStatus {
      SubmissionResult(outcome: .undecided(reason), words: Words("")).status(silent)
    }
    #expect(undecided(.transport(name: "connect", phase: "")) == .serviceUnavailable)
    #expect(undecided(.transport(name: "timeout", phase: "")) == .tryAgain)
    #expect(undecided(.service("15".code)) == .tryAgain)
    #expect(undecided(.service("9".code)) == .credentials)
    #expect(undecided(.unintelligible("")) == .serviceUnavailable)
  }

  @Test func explanations() async throws {
    let entry = try #require(Explanation.of("-5013".code))
    let result = await program(["explain", "-5013"])
    #expect(result.status == .fine)
    #expect(
      result.output == """
        -5013: \(entry.meaning.en)
          who can act: the person filming
          what to do:  \(entry.remedy.en)
          retry:       does not help
          predicted by: audio.level

        """)
    let all = await program(["explain", "--all"])
    #expect(all.output == Explanation.table)
    let lines = await program(["explain", "--all", "--json"]).output.split(separator: "\n")
    #expect(lines.count == Explanation.all.count)
    let unknown = await program(["explain", "LipVoiceLou"])
    #expect(unknown.status == .usage)
    #expect(
      unknown.talk
        == "liveprep: unknown code LipVoiceLou; near it: FailedOperation.LipVoiceLow\n")
    #expect(await program(["explain"]).status == .usage)
    #expect(await program(["explain", "15", "--all"]).status == .usage)
  }
}

@Suite("Submit: what is asked for")
struct SubmitRequestTests {
  private func call(_ words: String...) throws -> Submission.Call {
    let request = try SubmitRequest(Arguments(words, syntax: SubmitCommand.syntax))
    try request.checkComplete()
    return try request.submission(video: request.file.map { _ in "ready.mp4" }).call
  }

  @Test func theCallOfEachTarget() throws {
    guard
      case .livedetectfour("ready.mp4", "9532", "c.jpg") = try call(
        "a", "--validate-data", "9532", "--card", "c.jpg")
    else {
      Issue.record("livedetectfour")
      return
    }
    guard
      case .cosStored("o.mp4", _) = try call(
        "--target", "liveness-recognition", "--mode", "silent", "--stored", "o.mp4", "--id-number",
        "1", "--id-name", "n")
    else {
      Issue.record("stored")
      return
    }
    guard
      case .cosUpload("ready.mp4", "k.mp4", _) = try call(
        "a", "--target", "liveness-recognition", "--mode", "silent", "--via", "cos", "--key",
        "k.mp4", "--id-number", "1", "--id-name", "n")
    else {
      Issue.record("upload")
      return
    }
    guard
      case .cloudCompare(.file("ready.mp4"), "c.jpg", _) = try call(
        "a", "--target", "liveness-compare", "--mode", "silent", "--card", "c.jpg")
    else {
      Issue.record("compare")
      return
    }
  }

  @Test func whatIsMissing() {
    #expect(throws: UsageError.missingOption("--validate-data")) { try call("a") }
    #expect(throws: UsageError.missingOption("--identity")) {
      try call("a", "--target", "idcardlivedetectfour", "--validate-data", "9532")
    }
    #expect(throws: UsageError.missingOption("--card")) {
      try call("a", "--target", "liveness-compare", "--mode", "silent")
    }
    #expect(throws: UsageError.missingOption("--id-name")) {
      try call("a", "--validate-data", "1", "--id-number", "1")
    }
    #expect(throws: UsageError.missingArgument("FILE")) { try call() }
  }

  @Test func whatDoesNotGoTogether() {
    #expect(throws: UsageError.conflict("a", "--stored")) { try call("a", "--stored", "k") }
    #expect(throws: UsageError.conflict("--stored", "--via cloud")) {
      try call("--stored", "k", "--via", "cloud")
    }
    #expect(throws: UsageError.conflict("--identity", "--id-number")) {
      try call("a", "--identity", "f", "--id-number", "1")
    }
    #expect(
      throws: UsageError.badValue(
        option: "--target", value: "livedetectfour", wanted: "liveness-recognition")
    ) { try call("a", "--via", "cos") }
    #expect(throws: (any Error).self) { try call("a", "--best-frames", "11") }
    #expect(throws: (any Error).self) { try call("a", "--skip-check", "nothing") }
  }

  /// Nothing of a person comes back in what is said.
  @Test func personsAreNotNamed() async {
    let result = await program([
      "submit", "a.mp4", "--target", "idcardlivedetectfour", "--validate-data", "9532",
      "--id-number", "11010519491231002X", "--id-name", "张三", "--json",
    ])
    #expect(result.status == .credentials)
    for text in [result.output, result.talk] {
      #expect(!text.contains("11010519491231002X") && !text.contains("张三"))
    }
  }
}
