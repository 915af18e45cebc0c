import Foundation
import Testing

/// One way through `challenge` and `submit`: a target, its mode, its entrance.
struct Flow: Sendable, CustomTestStringConvertible {
  var target: String
  var mode: String
  var via: String?
  var compares = false
  var identifies = false

  var testDescription: String {
    [target, mode, via, compares ? "with a card" : nil].compactMap { $0 }.joined(separator: " ")
  }

  static let all: [Flow] =
    [
      Flow(target: "livedetectfour", mode: "lip"),
      Flow(target: "livedetectfour", mode: "lip", compares: true),
      Flow(target: "idcardlivedetectfour", mode: "lip", identifies: true),
    ]
    + ["lip", "action", "silent"].flatMap { mode in
      [
        Flow(target: "liveness-recognition", mode: mode, via: "cos", identifies: true),
        Flow(target: "liveness-recognition", mode: mode, via: "cloud", identifies: true),
        Flow(target: "liveness-compare", mode: mode, compares: true),
      ]
    }

  /// What `challenge` and `submit` have in common.
  var options: [String] {
    ["--target", target, "--mode", mode] + (via.map { ["--via", $0] } ?? [])
  }

  /// What `submit` needs besides the clip and the challenge; the identity comes by standard input.
  var extras: [String] {
    (compares ? ["--card", Flow.card] : []) + (identifies ? ["--identity", "-"] : [])
  }

  func submission(_ clip: String?, challenge: String?) -> [String] {
    (clip.map { [$0] } ?? []) + options + extras
      + (challenge.map { ["--validate-data", $0] } ?? [])
  }

  /// Whether faces were compared.
  var hasSimilarity: Bool { compares || target != "livedetectfour" }

  static let card = Places.package.appending(path: "Tests/Fixtures/card.jpg").path
}
