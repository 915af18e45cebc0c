import Glibc
import Synchronization

/// A loopback server of raw sockets that answers as a test tells it to, misbehaviour included.
public final class TestServer: Sendable {
  public struct Request: Sendable {
    public var method = ""
    public var target = ""
    public var headers: [(name: String, value: String)] = []
    public var body: [UInt8] = []
    /// Which connection it came on, from 1, and which request of the server it was, from 1.
    public var connection = 0
    public var number = 0

    public func header(_ name: String) -> String? {
      headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
  }

  public enum Action: Sendable {
    case reply(Int, [(String, String)] = [], [UInt8])
    /// Sent as they are, then the connection is closed.
    case raw([UInt8])
    /// Closed without a byte.
    case cut
    /// Nothing happens until the client leaves.
    case silence
    /// As a proxy answers `CONNECT`: from then on, bytes go to and from that port of loopback.
    case tunnel(port: Int)
    indirect case after(seconds: Double, Action)

    public static func json(_ text: String, _ headers: [(String, String)] = []) -> Action {
      .reply(200, [("Content-Type", "application/json")] + headers, Array(text.utf8))
    }

    public static func xml(_ text: String) -> Action {
      .reply(200, [("Content-Type", "application/xml")], Array(text.utf8))
    }
  }

  public let port: Int
  private let listener: Int32
  private let handler: @Sendable (Request) -> Action
  private struct State {
    var requests: [Request] = []
    var connections = 0
    var open: Set<Int32> = []
    var stopped = false
  }
  private let state = Mutex(State())

  public init(_ handler: @escaping @Sendable (Request) -> Action) {
    self.handler = handler
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = Self.loopback(0)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    withUnsafeMutablePointer(to: &address) { address in
      address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, length)
        listen(listener, 256)
        getsockname(listener, $0, &length)
      }
    }
    self.listener = listener
    port = Int(UInt16(bigEndian: address.sin_port))
    spawn { server in
      // Closed here and nowhere else: its number must not become somebody else's under `accept`.
      defer { close(server.listener) }
      while case let socket = accept(server.listener, nil, nil), socket >= 0 {
        let number = server.state.withLock { state -> Int? in
          if state.stopped { return nil }
          state.connections += 1
          state.open.insert(socket)
          return state.connections
        }
        guard let number else {
          close(socket)
          return
        }
        server.spawn { $0.serve(socket, number) }
      }
    }
  }

  public var url: String { "http://127.0.0.1:\(port)" }
  public var requests: [Request] { state.withLock { $0.requests } }
  public var connections: Int { state.withLock { $0.connections } }

  /// Ends all connections; a server that is not stopped lives as long as the process.
  public func stop() {
    state.withLock { state in
      state.stopped = true
      for socket in state.open { shutdown(socket, Int32(SHUT_RDWR)) }
    }
    shutdown(listener, Int32(SHUT_RDWR))
  }

  private final class Work {
    let server: TestServer
    let run: @Sendable (TestServer) -> Void
    init(_ server: TestServer, _ run: @escaping @Sendable (TestServer) -> Void) {
      self.server = server
      self.run = run
    }
  }

  private func spawn(_ run: @escaping @Sendable (TestServer) -> Void) {
    var thread = pthread_t()
    let work = Unmanaged.passRetained(Work(self, run))
    pthread_create(
      &thread, nil,
      { context in
        guard let context else { return nil }
        let work = Unmanaged<Work>.fromOpaque(context).takeRetainedValue()
        work.run(work.server)
        return nil
      }, work.toOpaque())
    pthread_detach(thread)
  }

  private func serve(_ socket: Int32, _ connection: Int) {
    defer {
      // Under the lock: `stop` must not shut down a number that belongs to somebody else by then.
      state.withLock { state in
        state.open.remove(socket)
        close(socket)
      }
    }
    var rest: [UInt8] = []
    while var request = Self.read(socket, &rest) {
      request.connection = connection
      request.number = state.withLock { state in
        state.requests.append(request)
        return state.requests.count
      }
      guard perform(handler(request), socket) else { return }
    }
  }

  /// - Returns: whether the connection goes on.
  private func perform(_ action: Action, _ socket: Int32) -> Bool {
    switch action {
    case .reply(let status, let headers, let body):
      var head = "HTTP/1.1 \(status) Status\r\nContent-Length: \(body.count)\r\n"
      for (name, value) in headers { head += "\(name): \(value)\r\n" }
      return Self.send(socket, Array((head + "\r\n").utf8) + body)
    case .raw(let bytes):
      _ = Self.send(socket, bytes)
      return false
    case .cut: return false
    case .silence:
      var byte: UInt8 = 0
      while recv(socket, &byte, 1, 0) > 0 {}
      return false
    case .tunnel(let port):
      tunnel(socket, to: port)
      return false
    case .after(let seconds, let action):
      usleep(UInt32(seconds * 1e6))
      return perform(action, socket)
    }
  }

  private func tunnel(_ near: Int32, to port: Int) {
    let far = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    defer { close(far) }
    var address = Self.loopback(port)
    let connected = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(far, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    guard connected, Self.send(near, Array("HTTP/1.1 200 Connected\r\n\r\n".utf8)) else { return }
    let back = Mutex(false)
    spawn { _ in
      Self.copy(from: far, to: near)
      back.withLock { $0 = true }
    }
    Self.copy(from: near, to: far)
    // The other thread must be done with both before their numbers are somebody else's.
    while !back.withLock({ $0 }) { usleep(1000) }
  }

  private static func copy(from source: Int32, to target: Int32) {
    var bytes: [UInt8] = []
    while fill(source, &bytes), send(target, bytes) { bytes.removeAll(keepingCapacity: true) }
    shutdown(source, Int32(SHUT_RDWR))
    shutdown(target, Int32(SHUT_RDWR))
  }

  private static func loopback(_ port: Int) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    address.sin_port = UInt16(port).bigEndian
    return address
  }

  private static func send(_ socket: Int32, _ bytes: [UInt8]) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if count <= 0 { return false }
      sent += count
    }
    return true
  }

  private static func read(_ socket: Int32, _ rest: inout [UInt8]) -> Request? {
    let separator: [UInt8] = [13, 10, 13, 10]
    var end: Int?
    while true {
      end = rest.indices.first { rest[$0...].starts(with: separator) }
      if end != nil { break }
      guard fill(socket, &rest) else { return nil }
    }
    guard let end else { return nil }
    let lines = String(decoding: rest[..<end], as: UTF8.self).split(separator: "\r\n")
    rest.removeFirst(end + 4)
    var request = Request()
    let words = lines.first?.split(separator: " ") ?? []
    guard words.count == 3 else { return nil }
    request.method = String(words[0])
    request.target = String(words[1])
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: ":") else { continue }
      request.headers.append(
        (String(line[..<colon]), String(line[line.index(after: colon)...].drop { $0 == " " })))
    }
    let length = request.header("Content-Length").flatMap { Int($0) } ?? 0
    while rest.count < length {
      guard fill(socket, &rest) else { return nil }
    }
    request.body = Array(rest.prefix(length))
    rest.removeFirst(length)
    return request
  }

  private static func fill(_ socket: Int32, _ rest: inout [UInt8]) -> Bool {
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    let count = recv(socket, &buffer, buffer.count, 0)
    guard count > 0 else { return false }
    rest += buffer[..<count]
    return true
  }
}
