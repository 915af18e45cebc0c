import FoundationEssentials
import TestServer
import Testing
import Wire

@testable import LivePrep

@Suite("Checks before paying")
struct PaymentCheckTests {
  /// Numbers that belong to nobody: the standard's own example, and made-up ones whose check digit
  /// was worked out by hand.
  @Test(
    "identity numbers",
    arguments: [
      ("11010519491231002X", nil), ("11010519491231002x", nil), ("440524188001010014", nil),
      ("110105194912310021", .checkDigit), ("11010519491231003X", .checkDigit),
      ("110110199909090909", .checkDigit), ("11204416541220243X", .date),
      ("11010519490231002X", .date), ("11010519491301002X", .date), ("110105190002290020", .date),
      ("110105203012310020", .date), ("99010519491231002X", .region),
      ("00010519491231002X", .region),
      ("1101051949123100", .length), ("", .length), ("11010519491231002XX", .length),
      ("1101051949123100X2", .characters), ("11010519491231002Y", .characters),
      ("１１０１０５", .characters),
    ] as [(String, IdentityNumber.Flaw?)])
  func identityNumbers(number: String, flaw: IdentityNumber.Flaw?) {
    #expect(IdentityNumber.flaw(in: Secret(number), now: 1_700_000_000) == flaw)
  }

  @Test func bornToday() {
    // 2023-11-14 begins in China at 16:00 UTC of the 13th.
    let number = Secret("11010520231114001" + "9")
    let start = 1_699_891_200.0
    #expect(IdentityNumber.flaw(in: number, now: start - 1) == .date)
    #expect(IdentityNumber.flaw(in: number, now: start) != .date)
  }

  @Test(
    "names",
    arguments: [
      ("韦小宝", true), ("O", true), ("阿卜杜拉·买买提", true), ("", false), (" \t", false), ("韦\n小宝", false),
      ("韦\0", false), ("韦\u{FFFD}", false), (String(repeating: "长", count: 64), true),
      (String(repeating: "长", count: 65), false),
    ])
  func names(name: String, good: Bool) {
    if good {
      #expect(throws: Never.self) { try PaymentCheck.checkName(Secret(name)) }
    } else {
      let error = #expect(throws: LivePrepError.self) { try PaymentCheck.checkName(Secret(name)) }
      #expect(error?.kind == .usage)
      if name.contains("韦") { #expect(error?.message.contains("韦") == false) }
    }
  }

  @Test(
    "challenges",
    arguments: [
      (Mode.lip, "9532", true), (.lip, nil, false), (.lip, "", false), (.lip, "95a2", false),
      (.lip, "１２３４", false), (.lip, "12345678901234567", false), (.action, "1,2", true),
      (.action, "2,1", true), (.action, "1，2", false), (.action, "1,1", false),
      (.action, nil, false), (.silent, nil, true), (.silent, "", true), (.silent, "1", false),
    ] as [(Mode, String?, Bool)])
  func challenges(mode: Mode, data: String?, good: Bool) {
    let error = (try? PaymentCheck.checkChallenge(data, mode: mode)) == nil
    #expect(error == !good)
  }

  @Test(arguments: [(0, false), (1, true), (10, true), (11, false)])
  func bestFrames(count: Int, good: Bool) {
    #expect(((try? PaymentCheck.checkBestFrames(count)) == nil) == !good)
  }

  // MARK: Sizes

  @Test func budget() {
    #expect(RequestBudget.videoBytes(target: .livedetectfour) == 5_997_952)
    #expect(RequestBudget.videoBytes(target: .livedetectfour, cardBytes: 1_000_000) == 4_997_952)
    #expect(RequestBudget.videoBytes(target: .idcardlivedetectfour, cardBytes: 7_000_000) == 0)
    #expect(RequestBudget.videoBytes(target: .livenessRecognition) == 6_000_000)
  }

  @Test("a form with the longest fields keeps within the overhead")
  func overhead() throws {
    let file = try TemporaryFile([])
    let card = try TemporaryFile([])
    var configuration = ServiceConfiguration(
      credentials: Credentials(secretID: "a", secretKey: "b"), appID: "12345678901234567890")
    configuration.endpoint = "http://127.0.0.1"
    let builder = RequestBuilder(configuration: configuration, now: 0, random: 0)
    let sequence = String(repeating: "s", count: 128)
    let compare = try builder.livedetectfour(
      video: file.path, validateData: "1234567890123456", card: card.path, sequence: sequence)
    let name = String(repeating: "长", count: 64)
    let identity = try builder.idcardlivedetectfour(
      video: file.path, validateData: "1234567890123456",
      identity: Identity(number: "11010519491231002X", name: Secret(name)), sequence: sequence)
    for request in [compare, identity] {
      let length = try #require(request.body?.length)
      #expect((500..<RequestBudget.formOverhead).contains(length))
    }
  }

  /// Nothing may reach the server, unless the check is left out.
  private func refused(
    _ call: Submission.Call, skipping check: PaymentCheck, kind: LivePrepError.Kind, _ words: String
  ) async throws {
    let server = TestServer { _ in
      .json(#"{"data":{"live_status":0,"compare_status":0,"sim":99},"code":0}"#)
    }
    defer { server.stop() }
    var submission = Submission(call)
    let error = await #expect(throws: LivePrepError.self) {
      try await client(server).submit(submission)
    }
    #expect(error?.kind == kind)
    #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
    #expect(error?.message.contains(check.rawValue) == true)
    for secret in planted { #expect(error?.message.contains(secret) == false) }
    #expect(server.requests.isEmpty)
    submission.skippedChecks = [check]
    #expect(try await client(server).submit(submission).outcome == .passed)
  }

  @Test func eachIsRefusedAndCanBeLeftOut() async throws {
    let video = try TemporaryFile([1])
    let large = try TemporaryFile([UInt8](repeating: 0, count: 6_000_000))
    let card = try TemporaryFile(Array("GIF89a".utf8))
    let (path, largePath, cardPath) = (video.path, large.path, card.path)
    let wrong = Identity(number: "110105194912310021", name: "韦小宝")
    try await refused(
      .idcardlivedetectfour(video: path, validateData: "1", identity: wrong),
      skipping: .identityNumber, kind: .usage, "the check digit, does not fit")
    try await refused(
      .idcardlivedetectfour(
        video: path, validateData: "1", identity: Identity(number: testIdentity.number, name: "")),
      skipping: .identityName, kind: .usage, "it is empty")
    try await refused(
      .livedetectfour(video: path, validateData: "abc"), skipping: .challenge, kind: .usage,
      "digits")
    try await refused(
      .livedetectfour(video: path, validateData: "1", card: cardPath), skipping: .card,
      kind: .unreadable, "it is a GIF")
    try await refused(
      .livedetectfour(video: largePath, validateData: "1"), skipping: .requestSize,
      kind: .unfixable, "the service takes 6000000 (code 23)")
  }

  @Test func missingFile() async throws {
    let server = TestServer { _ in .cut }
    defer { server.stop() }
    let error = await #expect(throws: LivePrepError.self) {
      try await client(server).submit(
        Submission(.livedetectfour(video: "/nonexistent/v.mp4", validateData: "1")))
    }
    #expect(error?.kind == .noSuchFile)
    #expect(error?.message == "cannot open /nonexistent/v.mp4: No such file or directory.")
  }
}
