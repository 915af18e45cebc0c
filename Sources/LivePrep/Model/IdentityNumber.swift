/// Checks identity numbers by GB 11643-1999: region, date of birth, check digit.
public enum IdentityNumber {
  /// What is wrong with a number; never the number itself.
  public enum Flaw: String, Sendable, CaseIterable {
    case length, characters, region, date, checkDigit

    /// In words.
    public var words: Words {
      switch self {
      case .length: Words("it does not have 18 characters", "长度不是 18 位")
      case .characters: Words("it must be 17 digits and a digit or X", "应为 17 位数字加一位数字或 X")
      case .region: Words("its first two digits name no region", "前两位不是有效的地区代码")
      case .date: Words("its digits 7 to 14 are no date of birth", "第 7 至 14 位不是有效的出生日期")
      case .checkDigit:
        Words("its last character, the check digit, does not fit the rest", "末位校验码不符")
      }
    }
  }

  /// GB/T 2260: the provinces, and 81–83 of residence permits of Hong Kong, Macau and Taiwan.
  private static let regions: Set<Int> = [
    11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52,
    53, 54, 61, 62, 63, 64, 65, 71, 81, 82, 83,
  ]

  /// - Parameter now: Unix seconds; nobody was born later.
  /// - Returns: the first flaw; `nil` where there is none.
  public static func flaw(in number: Secret, now: Double) -> Flaw? {
    number.reveal { flaw(in: $0, now: now) }
  }

  private static func flaw(in number: String, now: Double) -> Flaw? {
    let characters = Array(number.utf8)
    guard characters.count == 18 else { return .length }
    let digits = characters.prefix(17).compactMap { byte in
      (0x30...0x39).contains(byte) ? Int(byte) - 0x30 : nil
    }
    let last: Int? =
      switch characters[17] {
      case 0x30...0x39: Int(characters[17]) - 0x30
      case 0x58, 0x78: 10
      default: nil
      }
    guard digits.count == 17, let last else { return .characters }
    func value(_ range: Range<Int>) -> Int { digits[range].reduce(0) { $0 * 10 + $1 } }
    guard regions.contains(value(0..<2)) else { return .region }
    let (year, month, day) = (value(6..<10), value(10..<12), value(12..<14))
    // Digits cannot say a date of before the registry: 1850 is older than anybody in it.
    guard year >= 1850, (1...12).contains(month),
      (1...CivilDate.daysIn(month: month, of: year)).contains(day),
      // The day begins earliest in China at UTC+8.
      Double(CivilDate.unixSeconds(year: year, month: month, day: day) - 8 * 3600) <= now
    else { return .date }
    // ISO 7064 MOD 11-2: the weighted sum of all characters leaves 1.
    var sum = 0
    for digit in digits { sum = (sum + digit) * 2 % 11 }
    return (sum + last) % 11 == 1 ? nil : .checkDigit
  }
}
