/// JSON as the vendor's pages show it, the comma before `}` in `data` included.
enum JSONText {
  enum Value: Sendable {
    case string(String)
    case integer(Int)
    /// Written with a decimal point, as `100.0`.
    case decimal(Double)
    case null
    case strings([String])
  }

  typealias Member = (name: String, value: Value)

  /// `{"data":{…,},"code":…,"message":…}`.
  ///
  /// - Parameter isStrict: leaves the comma before `}` out.
  static func image(data: [Member], code: Int, message: String, isStrict: Bool) -> [UInt8] {
    var text = "{\n\"data\":{\n"
    let members = data.map { "\(quoted($0.name)):\(written($0.value))" }
    text += members.joined(separator: ",\n")
    if !members.isEmpty { text += isStrict ? "\n" : ",\n" }
    text += "},\n\"code\":\(code),\n\"message\":\(quoted(message))\n}"
    return Array(text.utf8)
  }

  /// `{"Response":{…}}`.
  static func cloud(_ members: [Member]) -> [UInt8] {
    Array("{\"Response\":\(object(members))}".utf8)
  }

  /// `{"Response":{"Error":{…},"RequestId":…}}`.
  static func cloudError(code: String, message: String, requestID: String) -> [UInt8] {
    let error = object([("Code", .string(code)), ("Message", .string(message))])
    return Array(
      "{\"Response\":{\"Error\":\(error),\"RequestId\":\(quoted(requestID))}}".utf8)
  }

  private static func object(_ members: [Member]) -> String {
    "{" + members.map { "\(quoted($0.name)):\(written($0.value))" }.joined(separator: ",") + "}"
  }

  private static func written(_ value: Value) -> String {
    switch value {
    case .string(let text): quoted(text)
    case .integer(let number): String(number)
    case .decimal(let number): String(number)
    case .null: "null"
    case .strings(let list): "[" + list.map(quoted).joined(separator: ",") + "]"
    }
  }

  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\u{0}"..."\u{1f}":
        let hex = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
