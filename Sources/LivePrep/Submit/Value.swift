import FoundationEssentials

/// What a service answered, out of JSON or XML alike: XML elements are objects, repeated ones
/// arrays.
indirect enum Value: Equatable {
  case null
  case bool(Bool)
  case number(Double)
  case text(String)
  case list([Value])
  case object([String: Value])

  subscript(_ name: String) -> Value {
    guard case .object(let members) = self else { return .null }
    return members[name] ?? .null
  }

  /// Numbers come as numbers or as text, and empty text or `null` as text means that there is none.
  var double: Double? {
    switch self {
    case .number(let number): number
    case .text(let text): Double(text.trimmed())
    default: nil
    }
  }

  var integer: Int? { double.flatMap { Int(exactly: $0) } }

  /// Text, or a number's digits; `nil` for null, empty text and the text `null`.
  var string: String? {
    switch self {
    case .text(let text): text.isEmpty || text == "null" ? nil : text
    case .number(let number): Int(exactly: number).map(String.init) ?? String(number)
    default: nil
    }
  }

  /// The members of a list; anything else counts as a list of one.
  var elements: [Value] {
    switch self {
    case .null: []
    case .list(let values): values
    case .object(let members): members.sorted { $0.key < $1.key }.flatMap(\.value.elements)
    default: [self]
    }
  }

  /// The services' samples carry commas before `}`, which JSON5 allows.
  init?(json bytes: [UInt8]) {
    let decoder = JSONDecoder()
    decoder.allowsJSON5 = true
    guard let value = try? decoder.decode(Value.self, from: Data(bytes)) else { return nil }
    self = value
  }
}

extension Value: Decodable {
  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let text = try? container.decode(String.self) {
      self = .text(text)
    } else if let bool = try? container.decode(Bool.self) {
      self = .bool(bool)
    } else if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else if let list = try? container.decode([Value].self) {
      self = .list(list)
    } else {
      self = .object(try container.decode([String: Value].self))
    }
  }
}
