/// A still picture as the sandbox reads it: its structure, not its pixels.
enum Picture {
  /// Whether it is a JPEG or PNG with a size, and whole. GIF and all else is not.
  static func isComplete(_ bytes: ArraySlice<UInt8>) -> Bool {
    isJPEG(bytes) || isPNG(bytes)
  }

  /// Walks the segments up to the scan, and wants a frame header and the end marker.
  private static func isJPEG(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard bytes.starts(with: [0xFF, 0xD8]) else { return false }
    // Some cameras pad behind the end marker.
    var end = bytes
    while end.last == 0 { end.removeLast() }
    guard end.suffix(2).elementsEqual([0xFF, 0xD9]) else { return false }
    var rest = bytes.dropFirst(2)
    var hasSize = false
    while rest.count >= 4 {
      guard rest.removeFirst() == 0xFF else { return false }
      while rest.first == 0xFF { rest.removeFirst() }
      guard let marker = rest.popFirst() else { return false }
      if marker == 0x01 || (0xD0...0xD7).contains(marker) { continue }
      let head = Array(rest.prefix(7))
      guard head.count == 7 else { return false }
      let length = Int(head[0]) << 8 | Int(head[1])
      guard length >= 2, length <= rest.count else { return false }
      switch marker {
      case 0xDA: return hasSize
      case 0xC4, 0xC8, 0xCC: break
      case 0xC0...0xCF:
        hasSize = (head[3] | head[4]) != 0 && (head[5] | head[6]) != 0
      default: break
      }
      rest = rest.dropFirst(length)
    }
    return false
  }

  /// Walks the chunks from `IHDR` to `IEND`.
  private static func isPNG(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) else { return false }
    var rest = bytes.dropFirst(8)
    var isFirst = true
    var hasPixels = false
    while rest.count >= 12 {
      let head = Array(rest.prefix(8))
      let length = head[..<4].reduce(0) { $0 << 8 | Int($1) }
      guard length <= rest.count - 12 else { return false }
      let name = String(decoding: head[4...], as: UTF8.self)
      if isFirst {
        let content = rest.dropFirst(8).prefix(8)
        guard name == "IHDR", length == 13, content.prefix(4).contains(where: { $0 != 0 }),
          content.suffix(4).contains(where: { $0 != 0 })
        else { return false }
        isFirst = false
      }
      // An animated PNG.
      if name == "acTL" { return false }
      if name == "IDAT" { hasPixels = true }
      if name == "IEND" { return hasPixels }
      rest = rest.dropFirst(length + 12)
    }
    return false
  }
}
