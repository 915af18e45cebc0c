/// Reads the small XML that the object store answers with. No document types, so no entities but
/// the five of XML and character references: what declares others is refused.
struct XMLScanner {
  private var bytes: ArraySlice<UInt8>
  private static let deepest = 32

  /// - Returns: the root's name and content; `nil` where it is no well-formed XML.
  static func parse(_ bytes: [UInt8]) -> (name: String, value: Value)? {
    var scanner = XMLScanner(bytes: bytes[...])
    if scanner.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { scanner.bytes.removeFirst(3) }
    guard scanner.skipMisc(), let root = scanner.element(depth: 0), scanner.skipMisc(),
      scanner.bytes.isEmpty
    else { return nil }
    return root
  }

  /// White space, comments and processing instructions.
  private mutating func skipMisc() -> Bool {
    while true {
      skipSpace()
      if take("<?") {
        guard skip(past: "?>") else { return false }
      } else if take("<!--") {
        guard skip(past: "-->") else { return false }
      } else {
        return true
      }
    }
  }

  private mutating func element(depth: Int) -> (name: String, value: Value)? {
    guard depth < Self.deepest, take("<"), let name = name(), let empty = endOfTag() else {
      return nil
    }
    if empty { return (name, .null) }
    var text: [UInt8] = []
    var children: [(String, Value)] = []
    while true {
      if take("</") {
        guard self.name() == name else { return nil }
        skipSpace()
        guard take(">") else { return nil }
        return (name, Self.value(text, children))
      } else if take("<![CDATA[") {
        guard let content = read(to: "]]>") else { return nil }
        text += content
      } else if take("<!--") {
        guard skip(past: "-->") else { return nil }
      } else if take("<?") {
        guard skip(past: "?>") else { return nil }
      } else if bytes.first == UInt8(ascii: "<") {
        guard let child = element(depth: depth + 1) else { return nil }
        children.append(child)
      } else if take("&") {
        guard let reference = read(to: ";", within: 12), let scalar = Self.scalar(reference) else {
          return nil
        }
        text += Array(String(Character(scalar)).utf8)
      } else {
        let run = bytes.prefix { $0 != UInt8(ascii: "<") && $0 != UInt8(ascii: "&") }
        guard !run.isEmpty else { return nil }
        text += run
        bytes = bytes[run.endIndex...]
      }
    }
  }

  private static func value(_ text: [UInt8], _ children: [(String, Value)]) -> Value {
    if children.isEmpty {
      let text = String(decoding: text, as: UTF8.self).trimmed()
      return text.isEmpty ? .null : .text(text)
    }
    var members: [String: Value] = [:]
    for (name, value) in children {
      switch members[name] {
      case nil: members[name] = value
      case .list(let before): members[name] = .list(before + [value])
      case let before?: members[name] = .list([before, value])
      }
    }
    return .object(members)
  }

  private static func scalar(_ reference: [UInt8]) -> Unicode.Scalar? {
    let reference = String(decoding: reference, as: UTF8.self)
    switch reference {
    case "lt": return "<"
    case "gt": return ">"
    case "amp": return "&"
    case "quot": return "\""
    case "apos": return "'"
    default:
      guard reference.hasPrefix("#") else { return nil }
      let digits = reference.dropFirst()
      let code =
        digits.hasPrefix("x") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits, radix: 10)
      return code.flatMap { $0 == 0 ? nil : Unicode.Scalar($0) }
    }
  }

  /// Passes over attributes, which no answer uses.
  /// - Returns: whether the element is empty (`/>`).
  private mutating func endOfTag() -> Bool? {
    while let byte = bytes.popFirst() {
      switch byte {
      case UInt8(ascii: ">"): return false
      case UInt8(ascii: "/"): return take(">") ? true : nil
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        guard let end = bytes.firstIndex(of: byte) else { return nil }
        bytes = bytes[(end + 1)...]
      case UInt8(ascii: "<"): return nil
      default: continue
      }
    }
    return nil
  }

  private mutating func name() -> String? {
    let run = bytes.prefix {
      ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A) || ($0 >= 0x30 && $0 <= 0x39) || $0 >= 0x80
        || $0 == 0x5F || $0 == 0x3A || $0 == 0x2D || $0 == 0x2E
    }
    guard !run.isEmpty else { return nil }
    bytes = bytes[run.endIndex...]
    return String(decoding: run, as: UTF8.self)
  }

  private mutating func skipSpace() {
    bytes = bytes.drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
  }

  private mutating func take(_ text: StaticString) -> Bool {
    let wanted = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
    guard bytes.starts(with: wanted) else { return false }
    bytes.removeFirst(wanted.count)
    return true
  }

  private mutating func skip(past end: StaticString) -> Bool { read(to: end) != nil }

  private mutating func read(to end: StaticString, within limit: Int = .max) -> [UInt8]? {
    var content: [UInt8] = []
    while !bytes.isEmpty, content.count <= limit {
      if take(end) { return content }
      content.append(bytes.removeFirst())
    }
    return nil
  }
}
