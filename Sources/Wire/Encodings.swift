/// Lower-case hexadecimal.
package enum Hex {
  package static func encode(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}

/// RFC 4648 Base64, standard alphabet, padded, on one line.
package enum Base64 {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// Characters that `count` bytes become.
  package static func length(of count: Int) -> Int { (count + 2) / 3 * 4 }

  package static func encode(_ bytes: [UInt8]) -> String {
    String(decoding: encodeBytes(bytes[...]), as: UTF8.self)
  }

  static func encodeBytes(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(length(of: bytes.count))
    var index = bytes.startIndex
    while index < bytes.endIndex {
      let left = bytes.endIndex - index
      let first = bytes[index]
      let second = left > 1 ? bytes[index + 1] : 0
      let third = left > 2 ? bytes[index + 2] : 0
      text.append(alphabet[Int(first >> 2)])
      text.append(alphabet[Int((first & 3) << 4 | second >> 4)])
      text.append(left > 1 ? alphabet[Int((second & 15) << 2 | third >> 6)] : 0x3D)
      text.append(left > 2 ? alphabet[Int(third & 63)] : 0x3D)
      index += 3
    }
    return text
  }

  /// `nil` where the text is no Base64. White space is skipped and padding may be missing: the
  /// services' own samples lack it.
  package static func decode(_ text: some Sequence<UInt8>) -> [UInt8]? {
    var bytes: [UInt8] = []
    var bits: UInt32 = 0
    var count = 0
    var padding = 0
    for character in text {
      let value: UInt8
      switch character {
      case 0x41...0x5A: value = character - 0x41
      case 0x61...0x7A: value = character - 0x61 + 26
      case 0x30...0x39: value = character - 0x30 + 52
      case 0x2B: value = 62
      case 0x2F: value = 63
      case 0x3D:
        padding += 1
        continue
      case 0x20, 0x09, 0x0A, 0x0D: continue
      default: return nil
      }
      if padding > 0 { return nil }
      bits = bits << 6 | UInt32(value)
      count += 1
      if count % 4 == 0 {
        bytes.append(UInt8(bits >> 16 & 255))
        bytes.append(UInt8(bits >> 8 & 255))
        bytes.append(UInt8(bits & 255))
      }
    }
    guard padding <= 2 else { return nil }
    switch count % 4 {
    case 0: break
    case 2: bytes.append(UInt8(bits >> 4 & 255))
    case 3:
      bytes.append(UInt8(bits >> 10 & 255))
      bytes.append(UInt8(bits >> 2 & 255))
    default: return nil
    }
    return bytes
  }
}

/// RFC 3986 percent encoding; `A–Z a–z 0–9 - _ . ~` stay.
package enum PercentEncoding {
  /// - Parameter keep: ASCII characters that stay besides the unreserved ones.
  package static func encode(_ text: String, keep: String = "") -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    let kept = Array("-_.~".utf8) + Array(keep.utf8)
    var encoded: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: encoded.append(byte)
      case _ where kept.contains(byte): encoded.append(byte)
      default:
        encoded.append(0x25)
        encoded.append(digits[Int(byte >> 4)])
        encoded.append(digits[Int(byte & 15)])
      }
    }
    return String(decoding: encoded, as: UTF8.self)
  }
}
