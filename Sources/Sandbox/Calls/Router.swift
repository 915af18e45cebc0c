/// A request that reaches no call.
struct Refusal: Error {
  var family: Endpoint.Family
  /// `nil`: a browser that wants to know where it is.
  var problem: Problem?
  var status: Int

  func reply(_ requestID: String) -> Reply {
    guard let problem else { return Replies.landing }
    return Replies.problem(problem, family: family, status: status, requestID)
  }
}

/// Finds the call by path, query and headers alone.
enum Router {
  static func endpoint(of request: Request) throws(Refusal) -> Endpoint {
    if let action = request.header("x-tc-action") { return try cloud(request, action) }
    if request.target.path.hasPrefix("/face/") { return try image(request) }
    return try cos(request)
  }

  private static func cloud(_ request: Request, _ action: String) throws(Refusal) -> Endpoint {
    guard request.method == "POST", request.target.path == "/" else {
      throw Refusal(family: .cloud, problem: .badMethod, status: 200)
    }
    guard let endpoint = Endpoint(rawValue: "cloud:\(action)") else {
      throw Refusal(family: .cloud, problem: .unknownCall, status: 200)
    }
    return endpoint
  }

  private static func image(_ request: Request) throws(Refusal) -> Endpoint {
    let name = String(request.target.path.dropFirst("/face/".count))
    guard let endpoint = Endpoint(rawValue: name), endpoint.family == .image else {
      throw Refusal(family: .image, problem: .unknownCall, status: 404)
    }
    guard request.method == "POST" else {
      throw Refusal(family: .image, problem: .badMethod, status: 405)
    }
    return endpoint
  }

  private static func cos(_ request: Request) throws(Refusal) -> Endpoint {
    guard request.method == "GET" || request.method == "PUT" else {
      throw Refusal(family: .cos, problem: .badMethod, status: 405)
    }
    let hasKey = request.target.path != "/"
    switch request.target.value("ci-process") {
    case "LivenessRecognition" where hasKey: return .cosLivenessRecognition
    case "GetLiveCode" where !hasKey && request.method == "GET": return .cosGetLiveCode
    case "GetActionSequence" where !hasKey && request.method == "GET":
      return .cosGetActionSequence
    case nil where hasKey: return .cosObject
    case nil where request.header("authorization") == nil:
      throw Refusal(family: .cos, problem: nil, status: 200)
    default: throw Refusal(family: .cos, problem: .unknownCall, status: 400)
    }
  }
}
