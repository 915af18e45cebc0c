import Foundation
import Testing

/// From the challenge to the verdict: the built command against the built sandbox.
@Suite(.enabled(if: Places.hasSamples, "\(Places.missingSamples)"))
struct SubmitFlowTests {
  private let clip = Places.sample("fine.mp4")

  @Test("every target, mode and entrance", arguments: Flow.all)
  func passes(flow: Flow) async throws {
    let sandbox = try await SandboxProcess()
    let challenge = try await sandbox.challenge(flow.options)
    #expect(challenge.target == flow.target && challenge.mode == flow.mode)
    switch flow.mode {
    case "lip": #expect(challenge.challenge?.wholeMatch(of: /[0-9]{4}/) != nil)
    case "action": #expect(["1,2", "2,1"].contains(challenge.challenge))
    default: #expect(challenge.challenge == nil && challenge.attempts.isEmpty)
    }
    if flow.mode != "silent" { #expect(challenge.attempts.map(\.outcome) == ["ok"]) }

    let document = try await sandbox.submit(
      flow.submission(clip, challenge: challenge.challenge), input: sandbox.account.identity)
    #expect(document.file == clip)
    #expect(document.target == flow.target && document.mode == flow.mode)
    #expect(document.outcome == "passed" && document.message == "Passed.")
    #expect(document.code == nil && document.fault == nil && document.remedy == nil)
    #expect(document.similarity == (flow.hasSimilarity ? 90 : nil))
    let attempt = try #require(document.attempts.first)
    #expect(document.attempts.count == 1)
    #expect(attempt.outcome == "ok" && attempt.httpStatus == 200 && attempt.waited == 0)
    #expect(abs(attempt.started - Date().timeIntervalSince1970) < 120)
    #expect(document.prepared?.plan == "passthrough" && document.prepared?.output == nil)
    #expect(document.checked == nil && document.frames.isEmpty && document.retryAfter == nil)
    #expect(abs(document.clockSkew ?? 99) < 5)
    #expect((document.requestId == nil) == (flow.target.hasSuffix("livedetectfour")))
    #expect((document.objectKey == nil) == (flow.via != "cos"))
    #expect(sandbox.leftovers.isEmpty)
  }

  @Test("an object that was stored before", arguments: ["lip", "action", "silent"])
  func stored(mode: String) async throws {
    let sandbox = try await SandboxProcess()
    let flow = Flow(target: "liveness-recognition", mode: mode, via: "cos", identifies: true)
    let challenge = try await sandbox.challenge(flow.options).challenge
    let key = "文件 夹/a b+c&d.mp4"
    let uploaded = try await sandbox.submit(
      flow.submission(clip, challenge: challenge) + ["--key", key],
      input: sandbox.account.identity)
    #expect(uploaded.objectKey == key)
    let judged = try await sandbox.submit(
      flow.submission(nil, challenge: challenge) + ["--stored", key],
      input: sandbox.account.identity)
    #expect(judged.outcome == "passed" && judged.objectKey == key)
    #expect(judged.file == nil && judged.prepared == nil && judged.checked == nil)
    let absent = try await sandbox.submit(
      status: 64,
      flow.submission(nil, challenge: challenge) + ["--stored", "none.mp4"],
      input: sandbox.account.identity)
    #expect(absent.outcome == "undecided" && absent.code == "NoSuchKey")
  }

  @Test("a clip is mended on the way, or sent untouched")
  func mended() async throws {
    let sandbox = try await SandboxProcess(["--any-challenge"])
    let arguments = [Places.sample("container.mov"), "--validate-data", "9532"]
    let mended = try await sandbox.submit(arguments)
    #expect(mended.outcome == "passed" && mended.checked == nil)
    #expect(mended.prepared?.plan == "remux" && mended.prepared?.after?.container == "mp4")
    let untouched = try await sandbox.submit(status: 1, arguments + ["--as-is"])
    #expect(untouched.outcome == "rejected" && untouched.code == "-5001")
    #expect(untouched.prepared == nil && untouched.checked?.verdict == "fixable")
    #expect(untouched.checked?.broken == ["file.container"])
  }

  @Test("best frames are JPEG for their owner's eyes only")
  func bestFrames() async throws {
    let sandbox = try await SandboxProcess()
    let flow = Flow(target: "liveness-recognition", mode: "silent", identifies: true)
    let folder = sandbox.scratch.file("frames")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    // One is there already, and everybody may read it.
    try Data("old".utf8).write(to: URL(filePath: folder + "/best-1.jpg"))
    let document = try await sandbox.submit(
      flow.submission(clip, challenge: nil) + ["--best-frames", "3", "--frames-to", folder],
      input: sandbox.account.identity)
    #expect(document.frames == (1...3).map { "\(folder)/best-\($0).jpg" })
    for frame in document.frames {
      #expect(try bytes(frame).starts(with: [0xFF, 0xD8, 0xFF]))
      let mode = try FileManager.default.attributesOfItem(atPath: frame)[.posixPermissions]
      #expect(mode as? Int == 0o600)
    }
    let nowhere = try await sandbox.client(
      ["submit"] + flow.submission(clip, challenge: nil) + ["--frames-to", folder + "/nowhere"],
      input: sandbox.account.identity)
    #expect(nowhere.status == 73 && nowhere.errors.contains("nowhere"))
  }

  @Test("a picture against an identity")
  func idCompare() async throws {
    let sandbox = try await SandboxProcess()
    for picture in [["--image", Flow.card], ["--url", "https://example.com/a.jpg"]] {
      let document = try await sandbox.answer(
        IDCompareDocument.self, keys: IDCompareDocument.keys,
        ["id-compare", "--identity", "-", "--session-id", "s-1"] + picture,
        input: sandbox.account.identity)
      #expect(document.schema == "liveprep.id-compare/1" && document.outcome == "passed")
      #expect(document.similarity == 90 && document.sessionId == "s-1")
      #expect(document.code == nil && document.attempts.map(\.outcome) == ["ok"])
    }
    let unlike = try await sandbox.answer(
      IDCompareDocument.self, keys: IDCompareDocument.keys, status: 1,
      ["id-compare", "--identity", "-", "--image", Flow.card, "--threshold", "95"],
      input: sandbox.account.identity)
    #expect(unlike.outcome == "rejected" && unlike.code == "liveprep.BelowThreshold")
    let damaged = try await sandbox.client(
      [
        "id-compare", "--identity", "-", "--image",
        Places.package.appending(path: "Tests/Fixtures/card.gif").path,
      ], input: sandbox.account.identity)
    #expect(damaged.status == 65 && damaged.errors.contains("it is a GIF"))
  }

  @Test("people read the verdict, in their language")
  func humanReport() async throws {
    let sandbox = try await SandboxProcess(["--any-challenge", "--fail", "code=15,times=1"])
    let arguments = ["submit", clip, "--validate-data", "9532", "--card", Flow.card]
    let english = try await sandbox.client(arguments)
    #expect(english.status == 0)
    let size = try bytes(clip).count
    for words in [
      "fine.mp4: passed", "alike    90, threshold 70", "tries    2: 15, ok",
      "sent     \(Double((Double(size) / 100).rounded()) / 10) kB, as it is",
    ] {
      #expect(english.text.contains(words), "\(english.text)")
    }
    let chinese = try await sandbox.client(arguments + ["--lang", "zh"])
    for words in ["fine.mp4: 通过", "相似  90，阈值 70", "原文件"] {
      #expect(chinese.text.contains(words), "\(chinese.text)")
    }
  }
}
