import FoundationEssentials
import Glibc
import Synchronization
import Testing
import TestServer

@testable import Wire

@Suite("Transfers by libcurl")
struct CurlTests {
  private func post(_ server: TestServer, _ body: Body = Body(text: "body")) -> HTTPRequest {
    HTTPRequest(
      method: "POST", url: server.url + "/path?q=1", headers: [("Content-Type", "text/plain")],
      body: body)
  }

  private func failure(
    _ request: HTTPRequest, _ options: Curl.Options = .init(),
    _ cancellation: Cancellation? = nil
  ) -> TransferError? {
    do throws(TransferError) {
      _ = try Curl().send(request, options: options, cancellation: cancellation)
      return nil
    } catch {
      return error
    }
  }

  @Test func requestAndReply() throws {
    let server = TestServer { _ in .reply(418, [("X-One", " a "), ("x-two", "b")], [1, 2, 3]) }
    defer { server.stop() }
    let reply = try Curl().send(post(server))
    #expect(reply.status == 418)
    #expect(reply.header("x-one") == "a")
    #expect(reply.header("X-Two") == "b")
    #expect(reply.body == [1, 2, 3])
    let request = try #require(server.requests.first)
    #expect(request.method == "POST")
    #expect(request.target == "/path?q=1")
    #expect(request.header("Content-Length") == "4")
    #expect(request.header("Content-Type") == "text/plain")
    #expect(request.header("Expect") == nil)
    #expect(request.header("Transfer-Encoding") == nil)
    #expect(request.body == Array("body".utf8))
  }

  @Test("a large file, with progress", arguments: ["POST", "PUT"])
  func upload(method: String) throws {
    let content = (0..<3_000_001).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let file = try TemporaryFile(content)
    let source = try SourceFile(path: file.path)
    let server = TestServer { _ in .reply(200, [], []) }
    defer { server.stop() }
    let seen = Mutex<[Int]>([])
    let body = Body([.bytes([9]), .file(source), .base64(source)])
    var request = post(server, body)
    request.method = method
    _ = try Curl().send(request) { sent, total in
      #expect(total == body.length)
      seen.withLock { $0.append(sent) }
    }
    #expect(server.requests.first?.header("Content-Length") == String(body.length))
    #expect(server.requests.first?.body == [9] + content + Array(Base64.encode(content).utf8))
    let steps = seen.withLock { $0 }
    #expect(steps.last == body.length)
    #expect(steps == steps.sorted())
  }

  @Test func getHasNoBody() throws {
    let server = TestServer { _ in .reply(200, [], [7]) }
    defer { server.stop() }
    let reply = try Curl().send(HTTPRequest(method: "GET", url: server.url + "/"))
    #expect(reply.body == [7])
    #expect(server.requests.first?.method == "GET")
    #expect(server.requests.first?.header("Content-Length") == nil)
  }

  @Test func connectionsAreKept() throws {
    let server = TestServer { _ in .reply(200, [], []) }
    defer { server.stop() }
    let curl = Curl()
    for _ in 0..<3 { _ = try curl.send(post(server)) }
    #expect(server.connections == 1)
    #expect(server.requests.count == 3)
  }

  @Test("a request on a closed connection is not sent again unasked", arguments: ["GET", "POST"])
  func repeated(method: String) throws {
    let server = TestServer { $0.number == 1 ? .reply(200, [], []) : .cut }
    defer { server.stop() }
    let curl = Curl()
    var request = post(server)
    request.method = method
    if method == "GET" { request.body = nil }
    _ = try curl.send(request)
    let error = #expect(throws: TransferError.self) { try curl.send(request) }
    #expect(error?.name == .emptyReply)
    #expect(error?.phase == .beforeReply)
    #expect(server.requests.count == 2)
  }

  @Test func refused() {
    let error = failure(HTTPRequest(method: "GET", url: "http://127.0.0.1:1/"))
    #expect(error?.name == .connect)
    #expect(error?.phase == .beforeSending)
  }

  @Test func unresolved() {
    let error = failure(HTTPRequest(method: "GET", url: "http://nowhere.invalid/"))
    #expect(error?.name == .resolve)
    #expect(error?.phase == .beforeSending)
  }

  @Test func cutBeforeReply() {
    let server = TestServer { _ in .cut }
    defer { server.stop() }
    let error = failure(post(server))
    #expect(error?.name == .emptyReply)
    #expect(error?.phase == .beforeReply)
  }

  @Test func cutWithinReply() {
    let server = TestServer { _ in
      .raw(Array("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{".utf8))
    }
    defer { server.stop() }
    let error = failure(post(server))
    #expect(error?.name == .cutReply)
    #expect(error?.phase == .duringReply)
  }

  @Test func noHTTP() {
    let server = TestServer { _ in .raw(Array("SSH-2.0-OpenSSH_9.2\r\n".utf8)) }
    defer { server.stop() }
    let error = failure(post(server))
    #expect(error?.name == .protocolError)
    #expect(error?.phase == .duringReply)
  }

  @Test func slow() {
    let server = TestServer { _ in .silence }
    defer { server.stop() }
    var options = Curl.Options()
    options.timeout = 0.3
    let error = failure(post(server), options)
    #expect(error?.name == .timeout)
    #expect(error?.phase == .beforeReply)
  }

  @Test func hugeReply() {
    let server = TestServer { _ in .reply(200, [], [UInt8](repeating: 0, count: 300_000)) }
    defer { server.stop() }
    var options = Curl.Options()
    options.replyLimit = 100_000
    #expect(failure(post(server), options)?.name == .replyTooLarge)
  }

  @Test func endlessHeaders() {
    let server = TestServer { _ in
      .raw(Array(("HTTP/1.1 200 OK\r\n" + String(repeating: "A: b\r\n", count: 5000)).utf8))
    }
    defer { server.stop() }
    #expect(failure(post(server))?.name == .replyTooLarge)
  }

  @Test func redirectsAreNotFollowed() throws {
    let server = TestServer { request in
      request.number == 1 ? .reply(302, [("Location", "/elsewhere")], []) : .reply(200, [], [])
    }
    defer { server.stop() }
    #expect(try Curl().send(post(server)).status == 302)
    #expect(server.requests.count == 1)
  }

  @Test func cancelled() {
    let cancellation = Cancellation()
    let clock = ContinuousClock()
    let moment = Mutex(clock.now)
    let server = TestServer { _ in
      usleep(100_000)
      moment.withLock { $0 = clock.now }
      cancellation.cancel()
      return .silence
    }
    defer { server.stop() }
    #expect(failure(post(server), .init(), cancellation)?.name == .cancelled)
    // libcurl looks up by itself only once a second: the wake-up is what ends it.
    #expect(clock.now - moment.withLock { $0 } < .milliseconds(500))
    #expect(failure(post(server), .init(), cancellation)?.phase == .beforeSending)
    #expect(server.requests.count == 1)
  }

  @Test func fileThatShrinksStopsTheUpload() throws {
    let file = try TemporaryFile([UInt8](repeating: 1, count: 100_000))
    let source = try SourceFile(path: file.path)
    try Data([1]).write(to: URL(filePath: file.path))
    let server = TestServer { _ in .reply(200, [], []) }
    defer { server.stop() }
    #expect(failure(post(server, Body([.file(source)])))?.name == .body)
  }

  @Test(
    "nothing but http and https", arguments: ["file:///etc/passwd", "ftp://127.0.0.1/", "no url"])
  func otherSchemes(url: String) {
    let error = failure(HTTPRequest(method: "GET", url: url))
    #expect(error?.name == .url)
    #expect(error?.detail.contains("passwd") == false)
  }

  @Test func strangerOnTLS() {
    let server = TestServer { _ in .reply(200, [], []) }
    defer { server.stop() }
    var options = Curl.Options()
    options.timeout = 2
    let error = failure(
      HTTPRequest(method: "GET", url: "https://127.0.0.1:\(server.port)/"), options)
    #expect(error != nil)
    #expect(server.requests.isEmpty)
  }
}
