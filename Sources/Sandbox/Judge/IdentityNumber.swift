/// A resident identity number as the sandbox reads it (GB 11643-1999), apart from LivePrep's own check.
enum IdentityNumber {
  /// Whether it has 17 digits, a date that exists, and the ISO 7064 MOD 11-2 check character.
  static func isValid(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard bytes.count == 18 else { return false }
    var digits: [Int] = []
    for (index, byte) in bytes.enumerated() {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digits.append(Int(byte) - 48)
      case UInt8(ascii: "X") where index == 17, UInt8(ascii: "x") where index == 17:
        digits.append(10)
      default: return false
      }
    }
    // Pure MOD 11-2: each digit doubles what came before it.
    let remainder = digits.dropLast().reduce(0) { ($0 + $1) * 2 % 11 }
    guard (remainder + digits[17]) % 11 == 1, digits[0] != 0 else { return false }
    let year = digits[6..<10].reduce(0) { $0 * 10 + $1 }
    return (1800...2200).contains(year)
      && isDay(digits[12] * 10 + digits[13], month: digits[10] * 10 + digits[11], year: year)
  }

  private static func isDay(_ day: Int, month: Int, year: Int) -> Bool {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let lengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return (1...12).contains(month) && (1...lengths[month - 1]).contains(day)
  }
}

/// A name as the sandbox reads it.
enum PersonName {
  static func isValid(_ text: String) -> Bool {
    (1...64).contains(text.unicodeScalars.count) && !text.trimmed.isEmpty
      && text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
  }
}
