import Glibc

enum Bytes {
  /// Where `needle` (not empty) first begins at or after `start`.
  static func firstIndex(of needle: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
    guard let first = needle.first, start >= 0, start <= bytes.count else { return nil }
    return bytes.withUnsafeBytes { haystack in
      needle.withUnsafeBytes { wanted in
        guard let base = haystack.baseAddress, let wantedBase = wanted.baseAddress else {
          return nil
        }
        var offset = start
        while offset + wanted.count <= haystack.count {
          let length = haystack.count - wanted.count + 1 - offset
          guard let hit = memchr(base + offset, Int32(first), length) else { return nil }
          offset = UnsafeRawPointer(hit) - base
          if memcmp(base + offset, wantedBase, wanted.count) == 0 { return offset }
          offset += 1
        }
        return nil
      }
    }
  }
}
