/// The same text in the two languages that we speak.
public struct Words: Sendable, Equatable, Codable {
  /// English.
  public var en: String
  /// Chinese.
  public var zh: String

  public init(_ en: String, _ zh: String) {
    self.en = en
    self.zh = zh
  }

  /// What reads the same in both: a codec's name, another library's message.
  public init(_ same: String) { self.init(same, same) }
}

extension Sequence<Words> {
  /// All of them, with what stands between two in each language.
  func joined(_ en: String, _ zh: String) -> Words {
    Words(map(\.en).joined(separator: en), map(\.zh).joined(separator: zh))
  }
}
