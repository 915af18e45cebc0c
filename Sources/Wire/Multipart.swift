/// A `multipart/form-data` body (RFC 7578).
package struct Multipart: Sendable {
  package let boundary: String
  private var segments: [Body.Segment] = []

  /// - Parameter boundary: 1 to 70 characters; must not occur in a part, which a random one of
  ///   128 bits does not.
  package init(boundary: String) { self.boundary = boundary }

  package init() {
    var generator = SystemRandomNumberGenerator()
    let bytes = (0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) }
    self.init(boundary: "----liveprep" + Hex.encode(bytes))
  }

  package var contentType: String { "multipart/form-data; boundary=" + boundary }

  package mutating func add(_ name: String, _ value: String) {
    add(head: disposition(name) + "\r\n\r\n", content: .bytes(Array(value.utf8)))
  }

  package mutating func add(
    _ name: String, fileName: String, type: String, content: Body.Segment
  ) {
    add(
      head: disposition(name) + "; filename=\"\(Self.quoted(fileName))\"\r\n"
        + "Content-Type: \(type)\r\n\r\n",
      content: content)
  }

  package var body: Body {
    Body(segments + [.bytes(Array("--\(boundary)--\r\n".utf8))])
  }

  private mutating func add(head: String, content: Body.Segment) {
    segments.append(.bytes(Array("--\(boundary)\r\n\(head)".utf8)))
    segments.append(content)
    segments.append(.bytes([0x0D, 0x0A]))
  }

  private func disposition(_ name: String) -> String {
    "Content-Disposition: form-data; name=\"\(Self.quoted(name))\""
  }

  /// As HTML's form submission does it: only what would end the quoted string or the line.
  private static func quoted(_ text: String) -> String {
    var quoted = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "%22"
      case "\r": quoted += "%0D"
      case "\n": quoted += "%0A"
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted
  }
}
