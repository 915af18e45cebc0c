/// What a service's code means and what to do about it.
public struct Explanation: Sendable, Equatable {
  /// Who can act.
  public enum Fault: String, Sendable, Codable, CaseIterable {
    case personFilming = "person-filming"
    case caller
    case accountOwner = "account-owner"
    case service
  }

  public var code: ServiceCode
  /// Chinese as the vendor words it.
  public var meaning: Words
  public var fault: Fault
  public var remedy: Words
  /// Whether the same request may get another answer later. What the client sends again by itself
  /// is `RetryPolicy`'s matter: each call is billed.
  public var retryable: Bool
  /// Local checks that predict the code: rules on the clip and checks before paying.
  public var predictedBy: [RuleID]

  /// All codes that we know, in the order of the pages.
  public static let all: [Explanation] =
    Catalogue.account + Catalogue.pictures + Catalogue.clip + Catalogue.identity
    + Catalogue.cloud + Catalogue.cloudAccount + Catalogue.ours

  private static let byCode: [String: Explanation] = Dictionary(
    all.map { ($0.code.rawValue, $0) }, uniquingKeysWith: { first, _ in first })

  /// The code's own entry, or that of its family (`AuthFailure.*`).
  public static func of(_ code: ServiceCode) -> Explanation? {
    if let known = byCode[code.rawValue] { return known }
    guard let dot = code.rawValue.firstIndex(of: "."),
      var family = byCode[String(code.rawValue[..<dot]) + ".*"]
    else { return nil }
    family.code = code
    return family
  }
}

/// A row of the catalogue.
func entry(
  _ code: String, _ zh: String, _ en: String, _ fault: Explanation.Fault, _ remedy: Remedy,
  retry: Bool = false, _ predictedBy: String...
) -> Explanation {
  Explanation(
    code: ServiceCode(code), meaning: Words(en, zh), fault: fault, remedy: remedy.text,
    retryable: retry, predictedBy: predictedBy.map(RuleID.init(rawValue:)))
}

/// What to do; the same advice serves many codes.
struct Remedy: Sendable {
  var text: Words
  init(_ zh: String, _ en: String) { text = Words(en, zh) }
}

/// The codes of the services, one row each.
enum Catalogue {}
