import FoundationEssentials
import Testing

@testable import Wire

/// A file that is gone after the test.
struct TemporaryFile: ~Copyable {
  let path: String
  init(_ bytes: [UInt8]) throws {
    path = FileManager.default.temporaryDirectory.appending(path: "liveprep-\(UUID())").path
    try Data(bytes).write(to: URL(filePath: path))
  }
  deinit { try? FileManager.default.removeItem(atPath: path) }
}

@Suite("Bodies")
struct BodyTests {
  private let content = (0..<5000).map { UInt8(truncatingIfNeeded: $0 * 31 + $0 / 256) }

  private func readAll(_ body: Body, piece: Int, from start: Int = 0) throws -> [UInt8] {
    var reader = BodyReader(body)
    if start > 0 { reader.seek(to: start) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: piece)
    while case let count = try buffer.withUnsafeMutableBytes({ try reader.read(into: $0) }),
      count > 0
    {
      bytes += buffer[..<count]
    }
    return bytes
  }

  @Test("any size of buffer, any kind of segment", arguments: [1, 3, 7, 1000, 65536])
  func segments(piece: Int) throws {
    let file = try TemporaryFile(content)
    let source = try SourceFile(path: file.path)
    let body = Body([
      .bytes([]), .bytes([1, 2, 3]), .file(source), .base64(source), .bytes([4]),
    ])
    let expected = [1, 2, 3] + content + Array(Base64.encode(content).utf8) + [4]
    #expect(body.length == expected.count)
    #expect(try readAll(body, piece: piece) == expected)
    #expect(try body.digest(.sha256) == Digest.of(expected, .sha256))
  }

  @Test("rewound to any place", arguments: [1, 2, 3, 5, 4999, 5003, 5004, 5005, 5006, 9000, 11671])
  func seek(start: Int) throws {
    let file = try TemporaryFile(content)
    let source = try SourceFile(path: file.path)
    let body = Body([.bytes([1, 2, 3]), .file(source), .base64(source)])
    let expected = [1, 2, 3] + content + Array(Base64.encode(content).utf8)
    #expect(try readAll(body, piece: 999, from: start) == Array(expected[start...]))
  }

  @Test("Base64 of every remainder", arguments: 0...4)
  func remainders(count: Int) throws {
    let file = try TemporaryFile(Array(content.prefix(count)))
    let body = Body([.base64(try SourceFile(path: file.path))])
    #expect(try readAll(body, piece: 2) == Array(Base64.encode(Array(content.prefix(count))).utf8))
  }

  @Test func fileThatShrinks() throws {
    let file = try TemporaryFile(content)
    let body = Body([.file(try SourceFile(path: file.path))])
    try Data(content.prefix(10)).write(to: URL(filePath: file.path))
    #expect(throws: BodyError(reason: .changed, code: 0, file: file.path)) {
      try readAll(body, piece: 100)
    }
  }

  @Test func filesThatCannotBeSent() {
    #expect(throws: BodyError(reason: .open, code: 2, file: "/nonexistent/x")) {
      try SourceFile(path: "/nonexistent/x")
    }
    #expect(throws: BodyError(reason: .notAFile, code: 0, file: "/tmp")) {
      try SourceFile(path: "/tmp")
    }
  }

  @Test func multipart() throws {
    var form = Multipart(boundary: "b")
    form.add("appid", "123456")
    form.add("idcard_name", "张三")
    form.add(
      "video", fileName: "a\"b\r\n.mp4", type: "video/mp4", content: .bytes([0, 13, 10, 255]))
    var expected = Array(
      """
      --b\r
      Content-Disposition: form-data; name="appid"\r
      \r
      123456\r
      --b\r
      Content-Disposition: form-data; name="idcard_name"\r
      \r
      张三\r
      --b\r
      Content-Disposition: form-data; name="video"; filename="a%22b%0D%0A.mp4"\r
      Content-Type: video/mp4\r
      \r\n
      """.utf8)
    expected += [0, 13, 10, 255] + Array("\r\n--b--\r\n".utf8)
    #expect(form.contentType == "multipart/form-data; boundary=b")
    #expect(try readAll(form.body, piece: 64) == expected)
    #expect(form.body.length == expected.count)
    #expect(Multipart().boundary != Multipart().boundary)
  }
}
