/// A `multipart/form-data` body, parsed without any knowledge of who wrote it.
///
/// Strict where a doubtful form could be read in two ways (RFC 2046 §5.1, RFC 7578), lenient only
/// in what the vendor's own samples write: a parameter list that ends in `;`, no blank after `;`.
struct Form: Sendable {
  struct Part: Sendable {
    var name: String
    var filename: String?
    var contentType: String?
    var content: ArraySlice<UInt8>

    /// The content as text; `nil` where it is not UTF-8.
    var text: String? { String(validating: content, as: UTF8.self) }
  }

  /// Why a form is refused; never quotes its content.
  enum Malformation: Error, Sendable, Equatable {
    case notMultipart, noBoundary, badBoundary
    case noOpeningDelimiter, noClosingDelimiter, badDelimiter, dataAfterClosing
    case headersTooLong, badHeader, noDisposition, noName, duplicateName, tooManyParts
  }

  static let partLimit = 32
  static let partHeaderLimit = 4096

  var parts: [Part] = []

  subscript(name: String) -> Part? { parts.first { $0.name == name } }

  init(contentType: String, body: [UInt8]) throws(Malformation) {
    let boundary = try Self.boundary(of: contentType)
    let delimiter = Array("\r\n--".utf8) + Array(boundary.utf8)
    // The first delimiter needs no line break before it.
    var cursor: Int
    if body.starts(with: delimiter.dropFirst(2)) {
      cursor = delimiter.count - 2
    } else if body.starts(with: delimiter) {
      cursor = delimiter.count
    } else {
      throw .noOpeningDelimiter
    }
    while true {
      if body[cursor...].starts(with: "--".utf8) {
        let rest = body[(cursor + 2)...]
        guard rest.isEmpty || rest.elementsEqual("\r\n".utf8) else { throw .dataAfterClosing }
        return
      }
      while cursor < body.count, body[cursor] == 0x20 || body[cursor] == 0x09 { cursor += 1 }
      guard body[cursor...].starts(with: "\r\n".utf8) else { throw .badDelimiter }
      cursor += 2
      guard parts.count < Self.partLimit else { throw .tooManyParts }
      var part = try Self.headers(in: body, at: &cursor)
      guard let end = Bytes.firstIndex(of: delimiter, in: body, from: cursor) else {
        throw .noClosingDelimiter
      }
      part.content = body[cursor..<end]
      guard self[part.name] == nil else { throw .duplicateName }
      parts.append(part)
      cursor = end + delimiter.count
    }
  }

  private static func boundary(of contentType: String) throws(Malformation) -> String {
    guard let value = HeaderValue(contentType), value.value == "multipart/form-data" else {
      throw .notMultipart
    }
    guard let boundary = value["boundary"] else { throw .noBoundary }
    let allowed = boundary.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "A")...UInt8(ascii: "Z"):
        true
      default: "'()+_,-./:=? ".utf8.contains(byte)
      }
    }
    guard (1...70).contains(boundary.utf8.count), allowed, !boundary.hasSuffix(" ") else {
      throw .badBoundary
    }
    return boundary
  }

  /// Reads header lines up to and with the empty one.
  private static func headers(
    in body: [UInt8], at cursor: inout Int
  ) throws(Malformation) -> Part {
    var disposition: HeaderValue?
    var contentType: String?
    let limit = cursor + partHeaderLimit
    while true {
      guard let end = Bytes.firstIndex(of: [13, 10], in: body, from: cursor), end <= limit else {
        throw .headersTooLong
      }
      let line = body[cursor..<end]
      cursor = end + 2
      if line.isEmpty { break }
      guard let text = String(validating: line, as: UTF8.self),
        let colon = text.firstIndex(of: ":"), colon != text.startIndex
      else { throw .badHeader }
      let name = text[..<colon].lowercased()
      let value = text[text.index(after: colon)...].trimmed
      switch name {
      case "content-disposition":
        guard disposition == nil, let parsed = HeaderValue(value) else { throw .badHeader }
        disposition = parsed
      case "content-type": contentType = value
      // A transfer encoding would change the bytes; RFC 7578 §4.7 retires it.
      case "content-transfer-encoding":
        guard ["binary", "8bit", "7bit"].contains(value.lowercased()) else { throw .badHeader }
      default: break
      }
    }
    guard let disposition, disposition.value == "form-data" else { throw .noDisposition }
    guard let name = disposition["name"], !name.isEmpty else { throw .noName }
    return Part(
      name: name, filename: disposition["filename"], contentType: contentType, content: [])
  }
}

extension StringProtocol {
  /// Without blanks at both ends.
  var trimmed: String {
    var rest = Substring(self)
    while let first = rest.first, first == " " || first == "\t" { rest.removeFirst() }
    while let last = rest.last, last == " " || last == "\t" { rest.removeLast() }
    return String(rest)
  }
}
