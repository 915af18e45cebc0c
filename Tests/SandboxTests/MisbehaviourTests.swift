import Glibc
import LivePrep
import Synchronization
import Testing

@testable import Sandbox

@Suite struct MisbehaviourTests {
  private static let body = "{\"appid\":\"1250000000\"}"

  private static func bench(_ faults: String...) throws -> Bench {
    let parsed = try faults.map { try Fault(parsing: $0) }
    return try Bench { $0.faults = parsed }
  }

  private static func seconds() -> Double { Monotonic.seconds() }

  @Test func codesAndStatusesByTurns() throws {
    let bench = try Self.bench(
      "code=15,times=2,retry-after=7", "http=503,times=1", "code=213,http=500,times=1")
    let answers = try (0..<5).map { _ in bench.ask(try bench.json("livegetfour", Self.body)) }
    #expect(answers.map { Lenient($0.text)["code"]?.number } == [15, 15, nil, 213, 0])
    #expect(answers.map(\.status) == [200, 200, 503, 500, 200])
    #expect(answers.map { $0.headers["retry-after"] } == ["7", "7", nil, nil, nil])
    #expect(answers[2].headers["content-type"] == "text/html")
  }

  @Test func verdictsStandWhereTheVendorPutsThem() throws {
    let bench = try Self.bench(
      "code=-5012,times=1", "code=-4006,times=1", "code=-5802,times=1")
    let digits = try Bench().digits()
    let answers = try (0..<3).map { _ in
      Lenient(bench.ask(try bench.detection(digits: digits)).text)
    }
    #expect(answers[0]["data"]?["live_status"]?.number == -5012)
    #expect(answers[1]["data"]?["live_status"]?.number == 0)
    #expect(answers[1]["data"]?["compare_status"]?.number == -4006)
    #expect(answers[2]["code"]?.number == -5802)
  }

  @Test func connectionsAreCut() throws {
    let bench = try Self.bench("cut=reply,times=1", "cut=1000,times=1", "cut=0,times=1")
    for _ in 0..<3 {
      let message = try bench.detection(
        digits: "1234", video: [UInt8](repeating: 0, count: 100_000))
      #expect(bench.ask(message).status == nil)
    }
    #expect(bench.ask(try bench.json("livegetfour", Self.body)).status == 200)
    let log = bench.log()
    #expect(log.map(\.status) == [nil, nil, nil, 200])
    #expect(log[0].bytesIn > 100_000)
    #expect((1000..<100_000).contains(log[1].bytesIn))
    #expect(log[2].bytesIn == 0)
  }

  @Test func repliesBreakOff() throws {
    let bench = try Self.bench("truncate=10,times=1")
    let answer = bench.ask(try bench.json("livegetfour", Self.body))
    #expect(answer.status == 200)
    #expect(answer.body.count == 10)
    #expect((answer.headers["content-length"].flatMap { Int($0) } ?? 0) > 10)
  }

  @Test func latencyIsWaitedOutAndEndsWithTheServer() throws {
    let bench = try Self.bench("latency=300ms,times=1", "latency=600s,skip=1")
    let start = Self.seconds()
    #expect(bench.ask(try bench.json("livegetfour", Self.body)).status == 200)
    #expect(Self.seconds() - start >= 0.3)
    let client = RawClient(port: bench.server.port)
    client.send(try bench.json("livegetfour", Self.body).bytes)
    usleep(100_000)
    bench.server.stop()
    _ = client.receive()
    #expect(Self.seconds() - start < 20)
  }

  @Test func skewExpiresSignaturesAndShowsInDate() throws {
    let bench = try Bench { $0.skew = 3600 }
    let answer = bench.ask(try bench.json("livegetfour", Self.body))
    #expect(Lenient(answer.text)["code"]?.number == 9)
    #expect(answer.headers["date"] == "Tue, 14 Nov 2023 23:13:20 GMT")
    let behind = try Bench { $0.skew = -3600 }
    #expect(
      Lenient(behind.ask(try behind.json("livegetfour", Self.body)).text)["code"]?.number == 9)
  }

  @Test func rateIsLimited() throws {
    let bench = try Bench { $0.rate = 0.001 }
    let answers = try (0..<2).map { _ in bench.ask(try bench.json("livegetfour", Self.body)) }
    #expect(answers.map { Lenient($0.text)["code"]?.number } == [0, 15])
    #expect(answers[1].headers["retry-after"] == "1")
    let limiter = RateLimiter(rate: 2, now: 0)
    #expect(
      [0, 0, 0, 0.5, 0.5, 10, 10, 10].map(limiter.admits) == [
        true, true, false, true, false, true, true, false,
      ])
  }

  /// All fifty are in flight at once: one after the other they would take fifteen seconds.
  @Test func fiftyAtOnce() throws {
    let bench = try Self.bench("latency=300ms")
    let body = try bench.json("livegetfour", Self.body).bytes
    let start = Self.seconds()
    let clients = (0..<50).map { _ in RawClient(port: bench.server.port) }
    for client in clients { client.send(body) }
    let answers = clients.map { $0.receive() }
    #expect(answers.allSatisfy { Lenient($0.text)["code"]?.number == 0 })
    #expect(Self.seconds() - start < 8)
    #expect(bench.log().count == 50)
  }

  /// Requests above the limit wait for their turn.
  @Test func requestsAreBounded() throws {
    let bench = try Bench {
      $0.requestLimit = 3
      $0.faults = [.latency(0.05)]
    }
    let body = try bench.json("livegetfour", Self.body).bytes
    let clients = (0..<20).map { _ in RawClient(port: bench.server.port) }
    for client in clients { client.send(body) }
    #expect(clients.map { $0.receive().status } == Array(repeating: 200, count: 20))
  }

  /// One connection carries several requests, a refused body in between.
  @Test func connectionsAreKept() throws {
    let bench = try Bench()
    let client = RawClient(port: bench.server.port)
    var big = try bench.json("livegetfour", String(repeating: " ", count: 6_000_001))
    big.closes = false
    var first = try bench.json("livegetfour", Self.body)
    first.closes = false
    client.send(first.bytes + big.bytes + (try bench.json("livegetfour", Self.body)).bytes)
    let answer = client.receive()
    #expect(answer.status == 200)
    let codes = answer.text.matches(of: /"code":(\d+)/).map { String($0.output.1) }
    #expect(codes == ["0", "23", "0"])
    #expect(bench.log().map(\.code) == ["0", "23", "0"])
  }

  /// Bodies wait for memory instead of piling up, and all get through.
  @Test func bodiesShareBoundedMemory() throws {
    let bench = try Bench {
      $0.bodyMemory = 1_500_000
      $0.acceptsAnyChallenge = true
    }
    let bytes = try bench.detection(
      digits: "1234", video: [UInt8](repeating: 1, count: 1_000_000)
    ).bytes
    let answers = Mutexed<[Double?]>([])
    let threads = (0..<8).map { _ in
      TestThread {
        let client = RawClient(port: bench.server.port)
        client.send(bytes)
        let code = Lenient(client.receive().text)["data"]?["live_status"]?.number
        answers.value.withLock { $0.append(code) }
      }
    }
    for thread in threads { thread.join() }
    #expect(answers.value.withLock { $0 } == Array(repeating: 0, count: 8))
  }

  @Test func aTakenPortIsNamed() throws {
    let bench = try Bench()
    var configuration = SandboxConfiguration()
    configuration.port = bench.server.port
    let error = #expect(throws: LivePrepError.self) {
      try SandboxServer(configuration: configuration, meter: ScriptedMeter(.success(.good)))
    }
    #expect(error?.kind == .serviceUnavailable)
    #expect(
      error?.message
        == "sandbox: cannot listen on 127.0.0.1:\(bench.server.port): Address already in use; "
        + "choose another port, or 0 for a free one")
    configuration.address = "localhost"
    #expect(throws: LivePrepError.self) {
      try SandboxServer(configuration: configuration, meter: ScriptedMeter(.success(.good)))
    }
  }

  /// Nothing that a client chose reaches the log, whichever way the request ends.
  @Test func theLogNamesNobody() throws {
    let bench = try Bench()
    let planted = [
      Bench.number, Bench.name, "1250000000", bench.account.secretID.reveal { $0 },
      bench.account.secretKey.reveal { $0 }, "planted-key.mp4", "planted-path", "planted-action",
    ]
    _ = bench.ask(
      try bench.cos("PUT", "/planted-key.mp4", bench.recognition("SILENT"), body: Bench.video))
    _ = bench.ask(
      try bench.cos("PUT", "/planted-key.mp4", bench.recognition("LIP"), body: Bench.video))
    _ = bench.ask(
      try bench.json(
        "idcardcompare",
        "{\"appid\":\"1250000000\",\"idcard_number\":\"\(Bench.number)\",\"idcard_name\":\"\(Bench.name)\"}"
      ))
    _ = bench.ask(
      try bench.cloud(
        "LivenessRecognition", "{\"IdCard\":\"\(Bench.number)\",\"Name\":\"\(Bench.name)\"}"))
    _ = bench.ask(try bench.cloud("planted-action", "{}"))
    _ = bench.ask(Message(target: "/face/planted-path"))
    let log = bench.log()
    #expect(log.count == 6)
    let text = log.map { "\($0) \(String(reflecting: $0))" }.joined(separator: "\n")
    for word in planted { #expect(!text.contains(word)) }
    #expect(log[0].description.hasPrefix("cos:LivenessRecognition 200 code=0 in=15 out="))
  }
}
