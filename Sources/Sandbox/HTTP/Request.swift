/// What arrived, before anyone believes it.
struct Request: Sendable {
  var method: String
  var target: RequestTarget
  /// Names in lower case, in the order of the request.
  var headers: [(name: String, value: String)]
  var body: [UInt8] = []

  func header(_ name: String) -> String? {
    headers.first { $0.name == name }?.value
  }
}
