import FoundationEssentials

/// The parameters of calls 1–4, as JSON or as a form.
struct Fields {
  private enum Storage {
    case form(Form)
    case json([String: Scalar])
  }

  /// JSON values that a parameter may have.
  private enum Scalar: Decodable {
    case text(String)
    case other

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let text = try? container.decode(String.self) {
        self = .text(text)
      } else if let number = try? container.decode(Int.self) {
        self = .text(String(number))
      } else {
        self = .other
      }
    }
  }

  private let storage: Storage

  /// - Parameter isForm: whether the call takes forms at all.
  init(_ request: Request, isForm: Bool) throws(Problem) {
    let contentType = request.header("content-type") ?? ""
    switch HeaderValue(contentType)?.value {
    case "multipart/form-data" where isForm:
      do throws(Form.Malformation) {
        storage = .form(try Form(contentType: contentType, body: request.body))
      } catch {
        var problem = Problem.badRequest
        problem.text = "malformed form: \(error)"
        throw problem
      }
    case "application/json":
      guard
        let values = try? JSONDecoder().decode([String: Scalar].self, from: Data(request.body))
      else { throw .badRequest }
      storage = .json(values)
    default: throw .badRequest
    }
  }

  /// - Returns: `nil` where it was not sent.
  func text(_ name: String) throws(Problem) -> String? {
    switch storage {
    case .form(let form):
      guard let part = form[name] else { return nil }
      guard let text = part.text else { throw .badParameter }
      return text
    case .json(let values):
      switch values[name] {
      case nil: return nil
      case .text(let text): return text
      case .other: throw .badParameter
      }
    }
  }

  /// - Returns: `nil` where it was not sent, or not in a form.
  func file(_ name: String) -> ArraySlice<UInt8>? {
    guard case .form(let form) = storage else { return nil }
    return form[name]?.content
  }
}
