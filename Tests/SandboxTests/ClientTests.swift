import Foundation
import LivePrep
import Synchronization
import Testing

@testable import Sandbox

/// Our own client against the sandbox: two readings of the vendor's pages that must meet.
@Suite(.enabled(if: Media.hasFFmpeg, "ffmpeg is not installed")) struct ClientTests {
  private static let identity = Identity(number: "110101199003074477", name: "测试 人&=+")

  /// A server with the real clock, a client, and a clip and a card in a folder of their own.
  private final class Stage: Sendable {
    let server: SandboxServer
    let client: ServiceClient
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    var video: String { folder.appending(path: "a.mp4").path }
    var card: String { folder.appending(path: "card.jpg").path }

    init(
      clip options: [String] = [], attempts: Int = 4,
      _ adjust: (inout SandboxConfiguration) throws -> Void = { _ in }
    ) throws {
      var configuration = SandboxConfiguration()
      try adjust(&configuration)
      server = try SandboxServer(configuration: configuration)
      let account = SandboxConfiguration.Account.documented
      var service = ServiceConfiguration(
        credentials: Credentials(secretID: account.secretID, secretKey: account.secretKey),
        appID: account.appid)
      service.endpoint = server.endpoint
      service.bucket = "bucket-\(account.appid)"
      service.region = "ap-beijing"
      service.retry = RetryPolicy(attempts: attempts)
      service.retry.firstDelay = 0.01
      client = ServiceClient(service)
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let clip = try options.isEmpty ? Media.plain.get() : Media.clip(suffix: "mp4", options)
      try Data(clip).write(to: URL(filePath: video))
      try Media.picture(to: card)
    }

    deinit {
      server.stop()
      try? FileManager.default.removeItem(at: folder)
    }

    func challenge(
      _ target: Target, _ mode: Mode? = nil, via route: Route = .cloud
    ) async throws -> String {
      try #require(try await client.challenge(target: target, mode: mode, via: route).value)
    }

    func submit(_ call: Submission.Call) async throws -> SubmissionResult {
      try await client.submit(Submission(call))
    }
  }

  @Test func callsOneToFour() async throws {
    let stage = try Stage()
    let digits = try await stage.challenge(.livedetectfour)
    let alone = try await stage.submit(
      .livedetectfour(video: stage.video, validateData: digits))
    #expect(alone.outcome == .passed, "\(alone)")
    let compared = try await stage.submit(
      .livedetectfour(video: stage.video, validateData: digits, card: stage.card))
    #expect(compared.outcome == .passed, "\(compared)")
    #expect(compared.similarity == 90)
    #expect(compared.bestFrames.first?.starts(with: [0xFF, 0xD8]) == true)
    let identified = try await stage.submit(
      .idcardlivedetectfour(
        video: stage.video, validateData: digits, identity: Self.identity))
    #expect(identified.outcome == .passed, "\(identified)")
    for image in [ComparedImage.file(stage.card), .url("https://example.com/a.jpg")] {
      let result = try await stage.client.idCompare(
        image, identity: Self.identity, sessionID: "s")
      #expect(result.outcome == .passed, "\(result)")
      #expect(result.sessionID == "s")
    }
  }

  @Test func callsFiveToEight() async throws {
    let stage = try Stage()
    let key = "文件 夹/a b+c&d.mp4"
    for (mode, frames) in [(Mode.lip, 3), (.action, nil), (.silent, nil)] as [(Mode, Int?)] {
      let challenge =
        mode == .silent
        ? nil : try await stage.challenge(.livenessRecognition, mode, via: .cos)
      let recognition = Submission.Recognition(
        identity: Self.identity,
        liveness: .init(mode: mode, validateData: challenge, bestFrames: frames))
      let uploaded = try await stage.submit(
        .cosUpload(video: stage.video, key: key, recognition))
      #expect(uploaded.outcome == .passed, "\(uploaded)")
      #expect(uploaded.requestID?.isEmpty == false)
      let stored = try await stage.submit(.cosStored(key: key, recognition))
      #expect(stored.outcome == .passed, "\(stored)")
      #expect(stored.bestFrames.count >= (frames ?? 1))
    }
    let absent = try await stage.submit(
      .cosStored(
        key: "none", .init(identity: Self.identity, liveness: .init(mode: .silent))))
    #expect(absent.outcome == .undecided(.service(ServiceCode(rawValue: "NoSuchKey"))), "\(absent)")
  }

  @Test func callNine() async throws {
    let stage = try Stage()
    let digits = try await stage.challenge(.livenessRecognition, .lip)
    let actions = try await stage.challenge(.livenessCompare, .action)
    let recognized = try await stage.submit(
      .cloudRecognition(
        video: .file(stage.video),
        .init(
          identity: Self.identity,
          liveness: .init(mode: .lip, validateData: digits, bestFrames: 2))))
    #expect(recognized.outcome == .passed, "\(recognized)")
    #expect(recognized.bestFrames.count >= 2)
    let compared = try await stage.submit(
      .cloudCompare(
        video: .file(stage.video), image: stage.card,
        .init(mode: .action, validateData: actions)))
    #expect(compared.outcome == .passed, "\(compared)")
  }

  @Test func verdictsArriveByEveryRoad() async throws {
    let stage = try Stage(clip: ["-af", "volume=-20dB"])
    let digits = try await stage.challenge(.livedetectfour)
    let recognition = Submission.Recognition(
      identity: Self.identity, liveness: .init(mode: .lip, validateData: digits))
    let image = try await stage.submit(
      .livedetectfour(video: stage.video, validateData: digits))
    #expect(image.outcome == .rejected(ServiceCode(rawValue: "-5013")))
    for call in [
      Submission.Call.cosUpload(video: stage.video, key: "a", recognition),
      .cloudRecognition(video: .file(stage.video), recognition),
    ] {
      let result = try await stage.submit(call)
      #expect(result.code?.rawValue == "FailedOperation.LipVoiceLow", "\(result)")
      #expect(result.attempts.count == 1)
    }
  }

  @Test(arguments: [
    "code=15,times=2", "code=9,times=2", "code=13,times=2,path=image", "code=107,times=2",
    "code=108,times=2", "code=213,times=2", "code=-5802,times=2", "http=503,times=2",
    "http=429,retry-after=0,times=2", "cut=0,times=2",
  ])
  func everyRetryIsRehearsed(fault: String) async throws {
    let stage = try Stage { $0.faults = [try Fault(parsing: fault)] }
    let challenge = try await stage.client.challenge(target: .livedetectfour)
    #expect(challenge.attempts.count == 3, "\(challenge.attempts)")
    guard !fault.contains("path=image") else { return }
    for route in [Route.cos, .cloud] {
      let again = try Stage { $0.faults = [try Fault(parsing: fault)] }
      let challenge = try await again.client.challenge(
        target: .livenessRecognition, mode: .lip, via: route)
      #expect(challenge.attempts.count == 3, "\(route): \(challenge.attempts)")
    }
  }

  @Test func skewIsNoticed() async throws {
    let stage = try Stage(attempts: 2) {
      $0.skew = 86_400
      $0.acceptsAnyChallenge = true
    }
    let result = try await stage.submit(
      .livedetectfour(video: stage.video, validateData: "1234"))
    #expect(result.outcome != .passed)
    #expect(abs((result.clockSkew ?? 0).magnitude - 86_400) < 60, "\(result)")
  }

  /// A lot at once, some slow, some refused, some cut: each ends once.
  @Test func manyAtOnce() async throws {
    let stage = try Stage { configuration in
      configuration.acceptsAnyChallenge = true
      configuration.faults =
        try (0..<10).map { _ in try Fault(parsing: "code=15,times=1") }
        + (0..<10).map { try Fault(parsing: "cut=0,times=1,skip=\($0 * 3)") }
        + (0..<10).map { try Fault(parsing: "latency=200ms,times=1,skip=\($0 * 2)") }
    }
    let outcomes = await withTaskGroup(of: SubmissionResult.Outcome?.self) { group in
      for _ in 0..<60 {
        group.addTask {
          try? await stage.submit(.livedetectfour(video: stage.video, validateData: "1234"))
            .outcome
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(outcomes == Array(repeating: .passed, count: 60))
  }
}
