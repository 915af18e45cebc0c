import Glibc

/// A client that writes bytes to a socket and reads until the server closes: what it sends is
/// exactly what the test says.
struct RawClient {
  struct Answer {
    /// `nil`: the connection was closed without a status line.
    var status: Int?
    var headers: [String: String] = [:]
    var body: [UInt8] = []

    var text: String { String(decoding: body, as: UTF8.self) }
  }

  private let descriptor: Int32

  init(port: UInt16) {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var patience = timeval(tv_sec: 30, tv_usec: 0)
    setsockopt(
      descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    _ = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
  }

  /// - Returns: whether all of it was taken.
  @discardableResult
  func send(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBytes { buffer in
      var done = 0
      while done < buffer.count {
        let rest = UnsafeRawBufferPointer(rebasing: buffer[done...])
        let sent = Glibc.send(descriptor, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
        guard sent > 0 else { return false }
        done += sent
      }
      return true
    }
  }

  /// Reads to the end and closes.
  func receive() -> Answer {
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      guard count > 0 else { break }
      bytes += buffer[..<count]
    }
    return Self.parse(bytes)
  }

  private static func parse(_ bytes: [UInt8]) -> Answer {
    var answer = Answer()
    var rest = bytes[...]
    func line() -> String? {
      guard let end = rest.firstIndex(of: 10) else { return nil }
      let line = String(decoding: rest[..<end], as: UTF8.self)
      rest = rest[(end + 1)...]
      return line.hasSuffix("\r") || line.hasSuffix("\r\n") ? String(line.dropLast()) : line
    }
    guard let first = line() else { return answer }
    answer.status = first.split(separator: " ").dropFirst().first.flatMap { Int($0) }
    while let header = line(), !header.isEmpty {
      let pair = header.split(separator: ":", maxSplits: 1)
      guard pair.count == 2 else { continue }
      answer.headers[pair[0].lowercased()] = String(pair[1].drop { $0 == " " })
    }
    answer.body = Array(rest)
    return answer
  }
}

/// A request as text and bytes.
struct Message {
  var method = "POST"
  var target: String
  var headers: [(String, String)] = []
  var body: [UInt8] = []
  /// Whether `Content-Length` is written.
  var isMeasured = true
  /// Whether the connection ends with the reply.
  var closes = true

  var bytes: [UInt8] {
    var head = "\(method) \(target) HTTP/1.1\r\n"
    if !headers.contains(where: { $0.0 == "Host" }) { head += "Host: 127.0.0.1\r\n" }
    for (name, value) in headers { head += "\(name): \(value)\r\n" }
    if isMeasured { head += "Content-Length: \(body.count)\r\n" }
    if closes { head += "Connection: close\r\n" }
    return Array("\(head)\r\n".utf8) + body
  }
}
