import Foundation

/// JSON with the vendor's trailing commas.
enum Lenient: Equatable {
  case object([String: Lenient])
  case list([Lenient])
  case string(String)
  case number(Double)
  case null

  init(_ text: String) {
    let decoder = JSONDecoder()
    decoder.allowsJSON5 = true
    self = (try? decoder.decode(Node.self, from: Data(text.utf8)).value) ?? .null
  }

  subscript(name: String) -> Lenient? {
    if case .object(let members) = self { members[name] } else { nil }
  }

  var text: String? { if case .string(let text) = self { text } else { nil } }
  var number: Double? { if case .number(let number) = self { number } else { nil } }

  private struct Node: Decodable {
    var value: Lenient
    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let text = try? container.decode(String.self) {
        value = .string(text)
      } else if let number = try? container.decode(Double.self) {
        value = .number(number)
      } else if let members = try? container.decode([String: Node].self) {
        value = .object(members.mapValues(\.value))
      } else if let list = try? container.decode([Node].self) {
        value = .list(list.map(\.value))
      } else {
        value = .null
      }
    }
  }
}
