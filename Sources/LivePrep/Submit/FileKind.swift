import Wire

/// What a file is by its first bytes, as the `Content-Type` of an upload tells it.
enum FileKind: Equatable {
  case mp4, avi, flv, jpeg, png, other

  static func of(_ file: SourceFile) -> FileKind {
    var head = [UInt8](repeating: 0, count: 12)
    // What cannot be read here cannot be read when it is sent, and is an error there.
    let count = (try? head.withUnsafeMutableBytes { try file.read(into: $0, at: 0) }) ?? 0
    return of(head.prefix(count))
  }

  static func of(_ head: some Sequence<UInt8>) -> FileKind {
    let head = Array(head.prefix(12))
    if head.starts(with: [0xFF, 0xD8, 0xFF]) { return .jpeg }
    if head.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return .png }
    if head.starts(with: Array("FLV".utf8)) { return .flv }
    guard head.count == 12 else { return .other }
    if head.starts(with: Array("RIFF".utf8)), Array(head[8...]) == Array("AVI ".utf8) {
      return .avi
    }
    return Array(head[4..<8]) == Array("ftyp".utf8) ? .mp4 : .other
  }

  var type: String {
    switch self {
    case .mp4: "video/mp4"
    case .avi: "video/x-msvideo"
    case .flv: "video/x-flv"
    case .jpeg: "image/jpeg"
    case .png: "image/png"
    case .other: "application/octet-stream"
    }
  }

  var suffix: String {
    switch self {
    case .mp4: "mp4"
    case .avi: "avi"
    case .flv: "flv"
    case .jpeg: "jpg"
    case .png: "png"
    case .other: "bin"
    }
  }
}
