extension Explanation {
  /// What `lookup` found.
  public enum Lookup: Sendable, Equatable {
    case found(Explanation)
    /// Codes that look like it, the likeliest first; empty where none does.
    case unknown(near: [Explanation])
  }

  /// Finds a code as a person types it: prefix, case, white space around it and the kind of minus
  /// do not matter.
  public static func lookup(_ text: String) -> Lookup {
    let wanted = normalized(text)
    if let exact = all.first(where: { normalized($0.code.rawValue) == wanted }) {
      return .found(exact)
    }
    let bare = withoutPrefix(wanted)
    if let known = all.first(where: { withoutPrefix(normalized($0.code.rawValue)) == bare }) {
      return .found(known)
    }
    // Only what starts with a family's name belongs to it, and keeps the caller's spelling.
    if let dot = wanted.firstIndex(of: "."),
      var family = all.first(where: {
        normalized($0.code.rawValue) == String(wanted[..<dot]) + ".*"
      })
    {
      let stem = family.code.rawValue.dropLast()
      family.code = ServiceCode(String(stem) + text.trimmed().dropFirst(stem.count))
      return .found(family)
    }
    return .unknown(near: near(bare))
  }

  private static func near(_ wanted: String) -> [Explanation] {
    guard !wanted.isEmpty else { return [] }
    let limit = max(1, wanted.count / 3)
    let rated = all.enumerated().compactMap { index, entry -> (Int, Int, Explanation)? in
      let code = withoutPrefix(normalized(entry.code.rawValue))
      var distance = editDistance(wanted, code)
      // A part of a name is a likelier slip than that many letters.
      if wanted.count >= 4, code.contains(wanted) { distance = min(distance, 1) }
      return distance <= limit ? (distance, index, entry) : nil
    }
    return rated.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.prefix(5).map(\.2)
  }

  private static func normalized(_ text: String) -> String {
    String(
      text.trimmed().map { "−–—‐‑－﹣".contains($0) ? "-" : $0 }
    ).lowercased()
  }

  private static func withoutPrefix(_ code: String) -> String {
    let prefix = "failedoperation."
    return code.hasPrefix(prefix) ? String(code.dropFirst(prefix.count)) : code
  }

  /// Insertions, deletions, replacements and swaps of neighbours.
  static func editDistance(_ first: String, _ second: String) -> Int {
    let first = Array(first)
    let second = Array(second)
    var before: [Int] = []
    var last = Array(0...second.count)
    for (i, left) in first.enumerated() {
      var row = [i + 1]
      for (j, right) in second.enumerated() {
        var best = min(last[j + 1] + 1, row[j] + 1, last[j] + (left == right ? 0 : 1))
        if i > 0, j > 0, left == second[j - 1], first[i - 1] == right {
          best = min(best, before[j - 1] + 1)
        }
        row.append(best)
      }
      before = last
      last = row
    }
    return last[second.count]
  }
}

extension StringProtocol {
  /// Without white space at either end.
  func trimmed() -> String {
    var rest = self[...]
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return String(rest)
  }
}
