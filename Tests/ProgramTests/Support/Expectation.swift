import Foundation
import Testing

/// A line of samples/expected.tsv.
struct Expectation: Sendable, CustomTestStringConvertible {
  var file: String
  /// `nil`: not laid down.
  var verdict: String?
  var plan: String?
  var broken: Set<String>

  var testDescription: String { file }

  static let all: [Expectation] = {
    let table = Places.package.appending(path: "samples/expected.tsv")
    let lines = (try? String(contentsOf: table, encoding: .utf8))?.split(separator: "\n") ?? []
    return lines.filter { !$0.hasPrefix("#") }.map { line in
      let fields = line.split(separator: "\t").map { $0 == "-" ? nil : String($0) }
      return Expectation(
        file: fields[0] ?? "", verdict: fields[1], plan: fields[2],
        broken: Set((fields[3] ?? "").split(separator: ",").map(String.init)))
    }
  }()
}
