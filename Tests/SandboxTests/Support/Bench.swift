import Foundation
import LivePrep
import Synchronization
import Testing
import Wire

@testable import Sandbox

/// Says what the test told it to, and counts how often it was asked.
final class ScriptedMeter: VideoMeter {
  private let result: Result<VideoMeasure, Unmeasurable>

  init(_ result: Result<VideoMeasure, Unmeasurable>) { self.result = result }

  func measure(_ video: ArraySlice<UInt8>) throws(Unmeasurable) -> VideoMeasure {
    try result.get()
  }
}

extension VideoMeasure {
  /// A clip that nothing is wrong with.
  static let good = VideoMeasure(
    container: "mp4", codedWidth: 540, codedHeight: 960, width: 540, height: 960, duration: 6,
    frames: 180, loudness: (-20, -15))
}

/// A server with a fixed clock, and requests that are signed for it.
final class Bench: Sendable {
  static let now = 1_700_000_000
  /// Passes the check digit; nobody's.
  static let number = "110101199003074477"
  static let name = "测试人"
  static let video = Array("pretended video".utf8)

  let server: SandboxServer
  private let logged: LogBox
  var account: SandboxConfiguration.Account { .documented }

  final class LogBox: Sendable {
    let entries = Mutex<[SandboxLogEntry]>([])
  }

  init(
    meter: any VideoMeter = ScriptedMeter(.success(.good)),
    _ adjust: (inout SandboxConfiguration) -> Void = { _ in }
  ) throws {
    let box = LogBox()
    logged = box
    var configuration = SandboxConfiguration()
    configuration.clock = { Bench.now }
    configuration.log = { entry in box.entries.withLock { $0.append(entry) } }
    adjust(&configuration)
    server = try SandboxServer(configuration: configuration, meter: meter)
  }

  deinit { server.stop() }

  /// All entries, after the last request has ended.
  func log() -> [SandboxLogEntry] {
    server.stop()
    return logged.entries.withLock { $0 }
  }

  func ask(_ message: Message) -> RawClient.Answer {
    let client = RawClient(port: server.port)
    client.send(message.bytes)
    return client.receive()
  }

  // MARK: Calls 1–4

  func imageSignature(
    appid: String? = nil, id: String? = nil, key: Secret? = nil, signed: Int = Bench.now,
    expires: Int = Bench.now + 600, random: UInt32 = 42, file: String = ""
  ) throws -> String {
    try ImageSignature.sign(
      appID: appid ?? account.appid, bucket: "", secretID: id ?? account.secretID.reveal { $0 },
      secretKey: key ?? account.secretKey, now: signed, expires: expires, random: random,
      fileID: file)
  }

  func json(_ call: String, _ text: String, signature: String? = nil) throws -> Message {
    Message(
      target: "/face/\(call)",
      headers: [
        ("Authorization", try signature ?? imageSignature()), ("Content-Type", "application/json"),
      ], body: Array(text.utf8))
  }

  func form(
    _ call: String, _ fields: [(String, [UInt8])], signature: String? = nil
  ) throws -> Message {
    var body: [UInt8] = []
    for (name, value) in fields {
      body += Array("--b0undary\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n".utf8)
      body += value + [13, 10]
    }
    body += Array("--b0undary--\r\n".utf8)
    return Message(
      target: "/face/\(call)",
      headers: [
        ("Authorization", try signature ?? imageSignature()),
        ("Content-Type", "multipart/form-data; boundary=b0undary"),
      ], body: body)
  }

  func digits() throws -> String {
    let reply = ask(try json("livegetfour", "{\"appid\":\"\(account.appid)\"}"))
    return try #require(Lenient(reply.text)["data"]?["validate_data"]?.text)
  }

  func detection(
    digits: String, compare: String = "false", video: [UInt8] = Bench.video,
    _ more: [(String, [UInt8])] = []
  ) throws -> Message {
    try form(
      "livedetectfour",
      [
        ("appid", Array(account.appid.utf8)), ("validate_data", Array(digits.utf8)),
        ("compare_flag", Array(compare.utf8)), ("video", video),
      ] + more)
  }

  // MARK: Calls 5–8

  func cos(
    _ method: String, _ path: String, _ query: [(String, String)], body: [UInt8] = [],
    key: Secret? = nil, start: Int = Bench.now - 60, end: Int = Bench.now + 600,
    headers: [(String, String)] = []
  ) throws -> Message {
    let host = "127.0.0.1:\(server.port)"
    let signature = try COSSignature.authorization(
      method: method, path: path, query: query.map { ($0.0, $0.1) }, headers: [("host", host)],
      secretID: account.secretID.reveal { $0 }, secretKey: key ?? account.secretKey, start: start,
      end: end)
    let text = query.map { "\(PercentEncoding.encode($0.0))=\(PercentEncoding.encode($0.1))" }
      .joined(separator: "&")
    let target = PercentEncoding.encode(path, keep: "/") + (text.isEmpty ? "" : "?\(text)")
    return Message(
      method: method, target: target,
      headers: [("Host", host), ("Authorization", signature)] + headers, body: body)
  }

  func recognition(
    _ type: String, number: String = Bench.number, name: String = Bench.name,
    _ more: [(String, String)] = []
  ) -> [(String, String)] {
    [
      ("ci-process", "LivenessRecognition"), ("IdCard", number), ("Name", name),
      ("LivenessType", type),
    ] + more
  }

  // MARK: Call 9

  func cloud(
    _ action: String, _ text: String, key: Secret? = nil, timestamp: Int = Bench.now
  ) throws -> Message {
    let host = "127.0.0.1:\(server.port)"
    let body = Array(text.utf8)
    let signature = try TC3Signature.authorization(
      host: host, contentType: "application/json",
      payloadDigest: Hex.encode(try Digest.of(body, .sha256)),
      secretID: account.secretID.reveal { $0 }, secretKey: key ?? account.secretKey,
      timestamp: timestamp)
    return Message(
      target: "/",
      headers: [
        ("Host", host), ("Authorization", signature), ("Content-Type", "application/json"),
        ("X-TC-Action", action), ("X-TC-Version", "2018-03-01"),
        ("X-TC-Timestamp", String(timestamp)),
      ], body: body)
  }
}
