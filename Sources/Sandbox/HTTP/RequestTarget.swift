/// Path and query of a request line, decoded once, strictly.
struct RequestTarget: Sendable, Equatable {
  var path: String
  /// In the order of the request; names as written.
  var query: [(name: String, value: String)]

  /// - Returns: `nil` where an escape is broken or the text is not UTF-8.
  init?(_ raw: String) {
    let halves = raw.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    guard let path = Self.decoded(halves[0]), path.hasPrefix("/") else { return nil }
    self.path = path
    query = []
    guard halves.count == 2 else { return }
    for item in halves[1].split(separator: "&") {
      let pair = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = Self.decoded(pair[0]) else { return nil }
      guard let value = pair.count == 2 ? Self.decoded(pair[1]) : "" else { return nil }
      query.append((name, value))
    }
  }

  /// Names are compared without regard to case, as COS does.
  func value(_ name: String) -> String? {
    query.first { $0.name.lowercased() == name.lowercased() }?.value
  }

  static func == (a: RequestTarget, b: RequestTarget) -> Bool {
    a.path == b.path
      && a.query.elementsEqual(b.query) { $0.name == $1.name && $0.value == $1.value }
  }

  private static func decoded(_ text: Substring) -> String? {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard let high = rest.popFirst().flatMap(hexValue),
        let low = rest.popFirst().flatMap(hexValue)
      else { return nil }
      bytes.append(high << 4 | low)
    }
    return String(validating: bytes, as: UTF8.self)
  }

  private static func hexValue(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
