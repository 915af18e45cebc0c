import LivePrep

/// The language of what people read; data stays the same in both.
enum Language: String, CaseIterable, Sendable {
  case en, zh

  /// As `--lang` says, else as the environment does, by the order that POSIX gives.
  init(_ asked: Language?, environment: [String: String]) {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
      .lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
    self = asked ?? (locale?.lowercased().hasPrefix("zh") == true ? .zh : .en)
  }

  func callAsFunction(_ en: String, _ zh: String) -> String { self == .zh ? zh : en }

  func callAsFunction(_ words: Words) -> String { self(words.en, words.zh) }

  /// Between the members of a list.
  var comma: String { self(", ", "、") }
}
