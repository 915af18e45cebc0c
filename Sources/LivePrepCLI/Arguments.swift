import LivePrep

/// One option of a command.
struct Option: Sendable {
  /// With its dashes: `--target`.
  var name: String
  /// `-o`.
  var short: String?
  /// What stands for its value in the help; nil for a flag.
  var value: String?
  var repeats = false
  var help: Words

  /// A flag.
  init(_ name: String, short: String? = nil, _ help: Words) {
    self.name = name
    self.short = short
    self.help = help
  }

  /// An option with a value.
  init(
    _ name: String, short: String? = nil, _ value: String, repeats: Bool = false, _ help: Words
  ) {
    self.init(name, short: short, help)
    self.value = value
    self.repeats = repeats
  }
}

/// What a command accepts.
struct Syntax: Sendable {
  var command: String
  var summary: Words
  /// Names of the positional arguments: `FILE`, or `FILE…` for one or more.
  var arguments: [String]
  var options: [Option]
  /// Whether other options stand in for the positional arguments.
  var isSatisfied: @Sendable (Arguments) -> Bool = { _ in false }
}

/// A command line by its syntax: every option known, every value present, none yet interpreted.
struct Arguments: Sendable, Equatable {
  private(set) var positional: [String] = []
  private var values: [String: [String]] = [:]

  /// - Parameter words: without the program's and the command's name.
  init(_ words: [String], syntax: Syntax) throws(UsageError) {
    var rest = words[...]
    while let word = rest.popFirst() {
      if word == "--" {
        positional += rest
        break
      }
      guard Self.looksLikeOption(word) else {
        positional.append(word)
        continue
      }
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(parts[0])
      guard let option = syntax.options.first(where: { $0.name == name || $0.short == name })
      else {
        let names = syntax.options.map(\.name)
        throw .unknownOption(name, suggestion: Self.nearest(to: name, among: names))
      }
      try take(option, given: parts.count > 1 ? String(parts[1]) : nil, from: &rest)
    }
    try checkCount(syntax)
  }

  /// `-` is standard input, and `-5013` a service's code.
  private static func looksLikeOption(_ word: String) -> Bool {
    guard word.hasPrefix("-"), let second = word.dropFirst().first else { return false }
    return !second.isNumber
  }

  private mutating func take(
    _ option: Option, given: String?, from rest: inout ArraySlice<String>
  ) throws(UsageError) {
    if values[option.name] != nil, !option.repeats { throw .repeated(option: option.name) }
    guard option.value != nil else {
      if given != nil { throw .unexpectedValue(option: option.name) }
      values[option.name] = [""]
      return
    }
    if let given {
      values[option.name, default: []].append(given)
    } else if let next = rest.first, !next.hasPrefix("--") {
      values[option.name, default: []].append(next)
      rest.removeFirst()
    } else {
      throw .missingValue(option: option.name)
    }
  }

  private func checkCount(_ syntax: Syntax) throws(UsageError) {
    let wanted = syntax.arguments
    if positional.count < wanted.count, !syntax.isSatisfied(self) {
      throw .missingArgument(wanted[positional.count])
    }
    let isOpen = wanted.last?.hasSuffix("…") == true
    if positional.count > wanted.count, !isOpen {
      throw .extraArgument(positional[wanted.count])
    }
  }

  // MARK: Values

  func flag(_ name: String) -> Bool { values[name] != nil }

  func string(_ name: String) -> String? { values[name]?.last }

  func strings(_ name: String) -> [String] { values[name] ?? [] }

  func required(_ option: Option) throws(UsageError) -> String {
    guard let value = string(option.name) else {
      throw .missingOption(option.short ?? option.name)
    }
    return value
  }

  func integer(_ name: String, _ range: ClosedRange<Int>) throws(UsageError) -> Int? {
    guard let text = string(name) else { return nil }
    guard let value = Int(text), range.contains(value) else {
      let most = range.upperBound == .max ? "" : " … \(range.upperBound)"
      throw .badValue(option: name, value: text, wanted: "\(range.lowerBound)\(most)")
    }
    return value
  }

  func number(_ name: String, _ range: ClosedRange<Double>) throws(UsageError) -> Double? {
    guard let text = string(name) else { return nil }
    guard let value = Double(text), range.contains(value) else {
      let wanted = "\(figure(range.lowerBound)) … \(figure(range.upperBound))"
      throw .badValue(option: name, value: text, wanted: wanted)
    }
    return value
  }

  func choice<T: RawRepresentable & CaseIterable>(
    _ name: String, _: T.Type = T.self
  ) throws(UsageError) -> T? where T.RawValue == String {
    guard let text = string(name) else { return nil }
    if let value = T(rawValue: text) { return value }
    throw .badValue(
      option: name, value: text,
      wanted: T.allCases.map(\.rawValue).joined(separator: ", "))
  }

  // MARK: Suggestions

  /// The one name that a slip of the fingers away.
  static func nearest(to word: String, among names: [String]) -> String? {
    if let whole = names.first(where: { word.count > 3 && $0.hasPrefix(word) }) { return whole }
    let ranked = names.map { (name: $0, distance: distance(word, $0)) }
    guard let best = ranked.min(by: { $0.distance < $1.distance }) else { return nil }
    return best.distance <= max(1, min(2, word.count / 3)) ? best.name : nil
  }

  /// Levenshtein's.
  private static func distance(_ left: String, _ right: String) -> Int {
    let right = Array(right)
    var row = Array(0...right.count)
    for (i, a) in left.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, b) in right.enumerated() {
        let next = min(row[j] + 1, row[j + 1] + 1, diagonal + (a == b ? 0 : 1))
        diagonal = row[j + 1]
        row[j + 1] = next
      }
    }
    return row[right.count]
  }
}
