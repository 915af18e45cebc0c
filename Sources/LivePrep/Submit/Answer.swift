import Wire

/// A reply as far as all calls have it in common: what was answered, under which code.
struct Answer: Equatable {
  enum Content: Equatable {
    /// The call went through; its values.
    case values(Value)
    case refused(ServiceCode, message: String)
    /// No answer of the service.
    case unintelligible(String)
  }

  var content: Content
  var requestID: String?

  init(_ reply: HTTPReply) {
    requestID = reply.header("x-cos-request-id") ?? reply.header("x-ci-request-id")
    let start = reply.body.first { !" \t\r\n\u{FEFF}".utf8.contains($0) }
    switch start {
    case UInt8(ascii: "{"): content = Self.json(reply, &requestID)
    case UInt8(ascii: "<"): content = Self.xml(reply, &requestID)
    case nil: content = .unintelligible("an empty answer with HTTP status \(reply.status)")
    default: content = .unintelligible("neither JSON nor XML, with HTTP status \(reply.status)")
    }
    // A gateway's own error page may be well-formed; under a failing status nothing passes.
    if case .values = content, !(200..<300).contains(reply.status) {
      content = .unintelligible("HTTP status \(reply.status) without a code")
    }
  }

  private static func json(_ reply: HTTPReply, _ requestID: inout String?) -> Content {
    guard let value = Value(json: reply.body) else {
      return .unintelligible("damaged JSON with HTTP status \(reply.status)")
    }
    // Cloud API 3.0
    if case .object = value["Response"] {
      let response = value["Response"]
      requestID = response["RequestId"].string ?? requestID
      if let code = response["Error"]["Code"].string {
        return .refused(ServiceCode(code), message: response["Error"]["Message"].string ?? "")
      }
      return .values(response)
    }
    if let code = value["code"].string {
      if code == "0" { return .values(value["data"]) }
      return .refused(ServiceCode(code), message: value["message"].string ?? "")
    }
    return .unintelligible("JSON without a code, with HTTP status \(reply.status)")
  }

  private static func xml(_ reply: HTTPReply, _ requestID: inout String?) -> Content {
    guard let (name, value) = XMLScanner.parse(reply.body) else {
      return .unintelligible("an error page or damaged XML, with HTTP status \(reply.status)")
    }
    requestID = value["RequestId"].string ?? requestID
    if name == "Error" || name == "Response", let code = value["Code"].string, code != "0" {
      return .refused(ServiceCode(code), message: value["Message"].string ?? "")
    }
    guard name == "Response" else {
      return .unintelligible("XML of another kind, with HTTP status \(reply.status)")
    }
    return .values(value)
  }
}
