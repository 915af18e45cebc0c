import LivePrep

/// A JSON value whose keys keep their order.
indirect enum JSON: Sendable, Equatable {
  case null
  case bool(Bool)
  /// At most three decimals; what is not finite is null.
  case number(Double)
  case string(String)
  case array([JSON])
  case object([Member])

  struct Member: Sendable, Equatable {
    var key: String
    var value: JSON
  }

  static func object(_ members: KeyValuePairs<String, JSON>) -> JSON {
    .object(members.map { Member(key: $0.key, value: $0.value) })
  }

  static func int(_ value: (some BinaryInteger)?) -> JSON {
    value.map { .number(Double($0)) } ?? .null
  }

  static func number(_ value: Double?) -> JSON {
    if let value { .number(value) } else { .null }
  }

  static func string(_ value: String?) -> JSON {
    if let value { .string(value) } else { .null }
  }

  static func strings(_ values: [String]) -> JSON { .array(values.map { .string($0) }) }

  /// One line.
  var text: String {
    switch self {
    case .null: "null"
    case .bool(let value): value ? "true" : "false"
    case .number(let value): value.isFinite ? figure(value) : "null"
    case .string(let value): Self.quoted(value)
    case .array(let values): "[\(values.map(\.text).joined(separator: ","))]"
    case .object(let members):
      "{\(members.map { "\(Self.quoted($0.key)):\($0.value.text)" }.joined(separator: ","))}"
    }
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        let hex = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
