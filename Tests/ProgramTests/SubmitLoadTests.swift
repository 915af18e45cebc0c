import Foundation
import LivePrep
import Testing

/// Many submissions from one process, and large ones.
struct SubmitLoadTests {
  #if compiler(>=6.2)
    /// In a process of its own: other tests open files and sockets, too.
    @Test("two hundred in flight: each ends once, and nothing stays open")
    func twoHundred() async {
      await #expect(processExitsWith: .success) { try await Load().run() }
    }
  #endif

  @Test(
    "memory does not grow with the clip",
    arguments: [
      ["--validate-data", "9532"],
      ["--target", "liveness-recognition", "--mode", "silent", "--identity", "-", "--via", "cos"],
      [
        "--target", "liveness-recognition", "--mode", "silent", "--identity", "-", "--via", "cloud",
      ],
    ])
  func memory(call: [String]) async throws {
    // The delay leaves time to read the figure, after everything has been sent.
    let sandbox = try await SandboxProcess(["--any-challenge", "--latency", "500ms"])
    var peaks: [Int] = []
    for (name, rate, size) in [("small", "100k", 200_000), ("large", "5300k", 5_900_000)] {
      let clip = sandbox.scratch.file(name + ".mp4")
      try await Self.film(clip, seconds: 8, rate: rate, bytes: size)
      // Threads that meet make a run hold a few MB more; the leaner of three shows what is needed.
      var peak = Int.max
      for _ in 0..<3 {
        let outcome = try await sandbox.client(
          ["submit", clip, "--as-is", "--json"] + call, input: sandbox.account.identity,
          measuringMemory: true)
        #expect(outcome.status == 0, "\(outcome.errors)")
        peak = min(peak, try #require(outcome.peakMemory))
      }
      peaks.append(peak)
    }
    let growth = peaks[1] - peaks[0]
    #expect(
      growth < 2_500_000,
      "5.7 MB more of clip made the peak grow by \(growth) bytes: \(peaks)")
  }

  /// A test pattern with a tone, as large as asked: a box that players skip makes up the rest.
  static func film(_ path: String, seconds: Int, rate: String, bytes: Int) async throws {
    let made = try await tool(
      "ffmpeg",
      [
        "-v", "error", "-nostdin", "-y", "-f", "lavfi", "-i",
        "testsrc2=size=270x480:rate=25:duration=\(seconds),noise=alls=40:allf=t", "-f", "lavfi",
        "-i", "sine=frequency=1000:duration=\(seconds)", "-af", "volume=12dB", "-pix_fmt",
        "yuv420p", "-c:v", "libx264", "-preset", "ultrafast", "-b:v", rate, "-maxrate", rate,
        "-bufsize", rate, path,
      ])
    try #require(made.status == 0, "\(made.errors)")
    var clip = try Data(contentsOf: URL(filePath: path))
    let rest = bytes - clip.count
    try #require(rest >= 8, "\(path) has \(clip.count) bytes already")
    withUnsafeBytes(of: UInt32(rest).bigEndian) { clip.append(contentsOf: $0) }
    clip.append(contentsOf: "free".utf8)
    clip.append(Data(repeating: 0, count: rest - 8))
    try clip.write(to: URL(filePath: path))
  }
}

/// Two hundred submissions at once against a sandbox that is slow, cuts and refuses.
private struct Load {
  static let count = 200
  static let faults = [
    "code=15,times=20", "cut=0,times=10,skip=20", "cut=reply,times=10,skip=30",
    "http=503,times=10", "truncate=10,times=5,skip=60", "code=-5008,times=5,skip=80",
    "latency=1s,times=40", "latency=2s,times=5,skip=100",
  ]

  private var descriptors: Int {
    get throws { try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count }
  }

  func run() async throws {
    let options = Self.faults.flatMap { ["--fail", $0] }
    let sandbox = try await SandboxProcess(["--any-challenge", "--rate", "60"] + options)
    let clip = sandbox.scratch.file("clip.mp4")
    try await SubmitLoadTests.film(clip, seconds: 3, rate: "150k", bytes: 200_000)
    let before = (descriptors: try descriptors, memory: try #require(peakMemory(of: getpid())))

    let results = try await submissions(sandbox, clip, before.descriptors)
    #expect(results.count == Self.count)
    let attempts = results.map(\.attempts.count).reduce(0, +)
    // The sandbox writes down a cut connection a little later than its client notices.
    for _ in 0..<100 where try sandbox.requests.count < attempts {
      try await Task.sleep(for: .milliseconds(50))
    }
    #expect(try sandbox.requests.count == attempts, "what was sent is not what was counted")

    let passed = results.count { $0.outcome == .passed }
    let verdicts = results.count { $0.outcome == .rejected(ServiceCode(-5008)) }
    let broken = results.count {
      $0.outcome == .undecided(.transport(name: "cut-reply", phase: "during-reply"))
    }
    #expect(verdicts == 5 && broken == 5)
    // What was refused for the rate each time ran out of attempts.
    let exhausted = results.count { $0.code == ServiceCode(15) && $0.attempts.count == 8 }
    #expect(passed + verdicts + broken + exhausted == Self.count)
    #expect(passed > Self.count / 2)
    for result in results {
      // Nothing was sent after an answer that stands.
      let early = result.attempts.dropLast().map(\.outcome)
      #expect(Set(early).isDisjoint(with: ["ok", "-5008", "cut-reply"]), "\(early)")
    }
    #expect(try descriptors == before.descriptors, "descriptors stay open")
    let memory = try #require(peakMemory(of: getpid())) - before.memory
    #expect(
      memory < 100 << 20,
      "the peak grew by \(memory) bytes with \(attempts) requests, \(passed) passed")
  }

  private func submissions(
    _ sandbox: SandboxProcess, _ clip: String, _ baseline: Int
  ) async throws -> [SubmissionResult] {
    let account = sandbox.account
    var configuration = ServiceConfiguration(
      credentials: Credentials(
        secretID: Secret(account.secretID), secretKey: Secret(account.secretKey)),
      appID: account.appID)
    configuration.endpoint = sandbox.url
    configuration.concurrency = Self.count
    configuration.retry = RetryPolicy(attempts: 8)
    let client = ServiceClient(configuration)
    let results = try await withThrowingTaskGroup(of: SubmissionResult.self) { group in
      for _ in 0..<Self.count {
        group.addTask {
          try await client.submit(
            Submission(.livedetectfour(video: clip, validateData: "9532")))
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    // The pool keeps sixteen handles, each with a connection and what it waits on.
    #expect(try descriptors <= baseline + 16 * 6)
    return results
  }
}
