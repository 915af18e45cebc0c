/// `form-data; name="a"; filename="b"`: a value and its parameters.
struct HeaderValue: Sendable, Equatable {
  /// In lower case.
  var value: String
  /// Names in lower case.
  var parameters: [String: String] = [:]

  subscript(name: String) -> String? { parameters[name] }

  /// - Returns: `nil` for an unclosed quotation, a parameter without `=`, or one given twice.
  init?(_ text: String) {
    var rest = text.utf8[...]
    guard let value = Self.plain(&rest, until: [UInt8(ascii: ";")]) else { return nil }
    self.value = value.trimmed.lowercased()
    while !rest.isEmpty {
      rest.removeFirst()
      let ends = [UInt8(ascii: "="), UInt8(ascii: ";")]
      guard let name = Self.plain(&rest, until: ends)?.trimmed.lowercased() else { return nil }
      // Nothing between two semicolons, or after the last.
      if name.isEmpty && rest.first != UInt8(ascii: "=") { continue }
      guard !name.isEmpty, rest.popFirst() == UInt8(ascii: "="), parameters[name] == nil else {
        return nil
      }
      while rest.first == 0x20 { rest.removeFirst() }
      if rest.first == UInt8(ascii: "\"") {
        guard let quoted = Self.quoted(&rest) else { return nil }
        while rest.first == 0x20 { rest.removeFirst() }
        guard rest.isEmpty || rest.first == UInt8(ascii: ";") else { return nil }
        parameters[name] = quoted
      } else {
        guard let plain = Self.plain(&rest, until: [UInt8(ascii: ";")]) else { return nil }
        parameters[name] = plain.trimmed
      }
    }
  }

  private static func plain(
    _ rest: inout Substring.UTF8View, until ends: [UInt8]
  ) -> String? {
    let end = rest.firstIndex(where: ends.contains) ?? rest.endIndex
    defer { rest = rest[end...] }
    return String(rest[..<end])
  }

  private static func quoted(_ rest: inout Substring.UTF8View) -> String? {
    rest.removeFirst()
    var bytes: [UInt8] = []
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "\""): return String(validating: bytes, as: UTF8.self)
      case UInt8(ascii: "\\"):
        guard let escaped = rest.popFirst() else { return nil }
        // Only quotes and backslashes are escaped; old browsers write paths with bare backslashes.
        if escaped != UInt8(ascii: "\"") && escaped != UInt8(ascii: "\\") { bytes.append(byte) }
        bytes.append(escaped)
      default: bytes.append(byte)
      }
    }
    return nil
  }
}
