import Testing

@testable import Sandbox

@Suite struct FormTests {
  private static let type = "multipart/form-data; boundary=abc"

  private static func parse(
    _ text: String, type: String = type
  ) throws(Form.Malformation) -> Form {
    try Form(contentType: type, body: Array(text.utf8))
  }

  /// The sample of the vendor's page, with its odd `name="appid";` and its boundary without a blank.
  @Test func vendorsOwnSample() throws {
    let line = "----------------acebdf13572468"
    let body = [
      line, "Content-Disposition: form-data; name=\"appid\";", "", "123456",
      line, "Content-Disposition: form-data; name=\"validate_data\";", "", "9532",
      line, "Content-Disposition: form-data; name=\"compare_flag\";", "", "true",
      line, "Content-Disposition: form-data; name=\"video\"; filename=\"video.flv\"", "", "yyyy",
      line, "Content-Disposition: form-data; name=\"card\"; filename=\"face.jpg\"",
      "Content-Type: image/jpeg", "", "xxxx", "\(line)--",
    ].joined(separator: "\r\n")
    let form = try Self.parse(
      body, type: "multipart/form-data;boundary=--------------acebdf13572468")
    #expect(
      form.parts.map(\.name) == ["appid", "validate_data", "compare_flag", "video", "card"])
    #expect(form["appid"]?.text == "123456")
    #expect(form["video"]?.filename == "video.flv")
    #expect(form["card"]?.contentType == "image/jpeg")
    #expect(form["card"]?.text == "xxxx")
  }

  @Test func contentIsKeptByteForByte() throws {
    let content: [UInt8] =
      [0, 13, 10, 45, 45] + Array("--ab\r\n--ab\r\r\n--".utf8) + Array(0...255) + [13, 10]
    let body =
      Array("--abc\r\nContent-Disposition: form-data; name=\"v\"\r\n\r\n".utf8) + content
      + Array("\r\n--abc--".utf8)
    let form = try Form(contentType: Self.type, body: body)
    #expect(form["v"].map { Array($0.content) } == content)
  }

  @Test func emptyPartsAndEscapedNames() throws {
    let form = try Self.parse(
      "--abc\r\ncontent-disposition:form-data;name=a;filename=\"C:\\x\\\"y\"\r\n\r\n\r\n--abc--\r\n"
    )
    #expect(form["a"]?.content.isEmpty == true)
    #expect(form["a"]?.filename == "C:\\x\"y")
  }

  static let part = "Content-Disposition: form-data; name=\"a\"\r\n\r\n1"

  @Test(arguments: [
    ("", Form.Malformation.noOpeningDelimiter),
    ("preamble\r\n--abc\r\n\(part)\r\n--abc--", .noOpeningDelimiter),
    ("--abc", .badDelimiter),
    ("--abcd\r\n\(part)\r\n--abc--", .badDelimiter),
    ("--abc\n\(part)\r\n--abc--", .badDelimiter),
    ("--abc\r\n\(part)", .noClosingDelimiter),
    ("--abc\r\n\(part)\r\n--abc", .badDelimiter),
    ("--abc\r\n\(part)\r\n--abc-", .badDelimiter),
    ("--abc\r\n\(part)\r\n--abc--epilogue", .dataAfterClosing),
    ("--abc\r\n\(part)\r\n--abc\r\n\(part)\r\n--abc--", .duplicateName),
    ("--abc\r\nContent-Disposition: form-data\r\n\r\n1\r\n--abc--", .noName),
    ("--abc\r\nContent-Disposition: form-data; name=\"\"\r\n\r\n1\r\n--abc--", .noName),
    ("--abc\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\n1\r\n--abc--", .noDisposition),
    ("--abc\r\nContent-Type: text/plain\r\n\r\n1\r\n--abc--", .noDisposition),
    ("--abc\r\nContent-Disposition: form-data; name=\"a\r\n\r\n1\r\n--abc--", .badHeader),
    ("--abc\r\nnonsense\r\n\r\n1\r\n--abc--", .badHeader),
    (
      "--abc\r\nContent-Transfer-Encoding: base64\r\n\(part)\r\n--abc--", .badHeader
    ),
    ("--abc\r\nX: \(String(repeating: "x", count: 5000))\r\n\(part)\r\n--abc--", .headersTooLong),
    ("--abc\r\nX: y", .headersTooLong),
  ])
  func malformedBodies(body: String, why: Form.Malformation) {
    #expect(throws: why) { try Self.parse(body) }
  }

  @Test(arguments: [
    ("application/json", Form.Malformation.notMultipart),
    ("", .notMultipart),
    ("multipart/form-data", .noBoundary),
    ("multipart/form-data; boundary=", .badBoundary),
    ("multipart/form-data; boundary=\"a\u{7f}b\"", .badBoundary),
    ("multipart/form-data; boundary=\(String(repeating: "x", count: 71))", .badBoundary),
    ("multipart/form-data; boundary=\"abc", .notMultipart),
  ])
  func malformedTypes(type: String, why: Form.Malformation) {
    #expect(throws: why) { try Self.parse("--abc\r\n\(Self.part)\r\n--abc--", type: type) }
  }

  @Test func tooManyParts() {
    let parts = (0...Form.partLimit).map {
      "--abc\r\nContent-Disposition: form-data; name=\"n\($0)\"\r\n\r\n\r\n"
    }
    #expect(throws: Form.Malformation.tooManyParts) {
      try Self.parse(parts.joined() + "--abc--")
    }
  }

  /// Every cut and a thousand mutations end in a form or a malformation, never in a trap.
  @Test func fuzzedBodies() {
    let whole =
      Array(
        "--abc\r\n\(Self.part)\r\n--abc\r\nContent-Disposition: form-data; name=b; filename=\"c\"\r\n"
          .utf8)
      + Array("Content-Type: video/mp4\r\n\r\n\u{0}\u{1}\r\n-\r\n--ab\r\n--abc--\r\n".utf8)
    var outcomes = (forms: 0, malformations: 0)
    func run(_ body: [UInt8]) {
      if (try? Form(contentType: Self.type, body: body)) == nil {
        outcomes.malformations += 1
      } else {
        outcomes.forms += 1
      }
    }
    for end in whole.indices { run(Array(whole[..<end])) }
    var random = SplitMix(state: 7)
    let spice = Array("\r\n-\"\\;=:abc".utf8) + [0, 0xFF]
    for _ in 0..<1000 {
      var body = whole
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        let index = Int.random(in: body.indices, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: body[index] = spice.randomElement(using: &random) ?? 0
        case 1: body.remove(at: index)
        default: body.insert(spice.randomElement(using: &random) ?? 0, at: index)
        }
      }
      run(body)
    }
    #expect(outcomes.forms > 50)
    #expect(outcomes.malformations > 500)
  }

  private struct SplitMix: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }
}

@Suite struct RequestTargetTests {
  @Test func decodesOnceAndKeepsPlus() throws {
    let target = try #require(RequestTarget("/a%20b/c+d?Name=%E5%BC%A0%E4%B8%89&x&y=1=2&z=%2525"))
    #expect(target.path == "/a b/c+d")
    #expect(target.value("name") == "张三")
    #expect(target.value("x") == "")
    #expect(target.value("y") == "1=2")
    #expect(target.value("z") == "%25")
  }

  @Test(arguments: ["", "a", "*", "/%", "/%4", "/%zz", "/%ff", "/a?b=%f", "/a?%c3=1"])
  func refusesBrokenEscapes(raw: String) {
    #expect(RequestTarget(raw) == nil)
  }
}
