extension Explanation {
  /// The whole catalogue as a Markdown table, a line break at its end; what `explain --all` prints
  /// and what `docs/SERVICE.md` shows.
  public static var table: String {
    let head = [
      "Code", "含义", "Meaning", "Who can act", "怎么办", "What to do", "Retry", "Predicted by",
    ]
    let rows = all.map { entry in
      [
        "`\(entry.code)`", entry.meaning.zh, entry.meaning.en, entry.fault.words, entry.remedy.zh,
        entry.remedy.en, entry.retryable ? "may help" : "no",
        entry.predictedBy.map { "`\($0.rawValue)`" }.joined(separator: ", "),
      ]
    }
    let lines = [head, head.map { _ in "---" }] + rows
    return lines.map { cells in
      "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |\n"
    }.joined()
  }
}

extension Explanation.Fault {
  /// In words.
  public var words: String {
    switch self {
    case .personFilming: "the person filming"
    case .caller: "the caller"
    case .accountOwner: "the account owner"
    case .service: "the service"
    }
  }
}
