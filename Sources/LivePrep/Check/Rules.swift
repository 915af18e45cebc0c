// Rounding wants libm, which nothing else here links.
import FoundationEssentials

/// The table that every clip is judged by, in the order of the report.
///
/// A rule is a value: to add one, add it to the array of its group (`Rules+File.swift`,
/// `Rules+Video.swift`, `Rules+Audio.swift`).
public enum Rules {
  /// Every rule, in the order of the report.
  public static let all: [Rule] = file + video + audio + privacy

  /// The rule of that name; nil where there is none.
  public static func rule(_ id: RuleID) -> Rule? { all.first { $0.id == id } }
}

/// One thing that is measured, what is wanted of it, what the services would answer, and what mends
/// it.
public struct Rule: Sendable {
  /// Its name.
  public var id: RuleID
  /// The worst that breaking it can mean; a rule may grade a milder case lower.
  public var severity: Finding.Severity
  /// Codes that the services would answer.
  public var codes: [String]
  /// Unit of what is measured, where it is a number.
  public var unit: String?
  /// What it is about, in a few words.
  public var title: Words
  /// What the person filming, or whoever sends the clip, can do where nothing mends it.
  public var advice: Words
  /// What would meet it.
  public var wanted: @Sendable (Profile) -> Words
  var judge: @Sendable (Clip, Profile) -> Judgement
  /// Asked only where the rule is broken.
  var mend: @Sendable (Clip, Profile, Preflight.Options) -> Finding.Mend? = { _, _, _ in nil }
}

/// What a rule makes of a clip. Where `severity`, `unit` or `codes` is nil, the rule's own hold.
struct Judgement: Sendable, Equatable {
  var status: Finding.Status
  var severity: Finding.Severity?
  var measured: Finding.Measure?
  var unit: String?
  var codes: [String]?

  static let unknown = Judgement(status: .unknown)
  static let notApplicable = Judgement(status: .notApplicable)

  static func met(_ measured: Finding.Measure, unit: String? = nil) -> Judgement {
    Judgement(status: .met, measured: measured, unit: unit)
  }

  static func broken(
    _ measured: Finding.Measure, _ severity: Finding.Severity? = nil, unit: String? = nil,
    codes: [String]? = nil
  ) -> Judgement {
    Judgement(
      status: .broken, severity: severity, measured: measured, unit: unit, codes: codes)
  }

  /// Met where `holds`, broken otherwise, unknown where nothing was measured.
  static func number(_ value: Double?, _ holds: (Double) -> Bool) -> Judgement {
    guard let value, value.isFinite else { return .unknown }
    return holds(value) ? .met(.number(value)) : .broken(.number(value))
  }
}

/// A number as a person writes it: at most three decimals, none where it is whole.
package func figure(_ value: Double) -> String {
  let text = String((value * 1000).rounded() / 1000)
  return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}
