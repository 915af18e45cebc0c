import LivePrep

/// `liveprep challenge`
struct ChallengeCommand: Command {
  static let syntax = Syntax(
    command: "challenge",
    summary: Words(
      "asks a service what the person is to read or do", "向服务获取要读的数字或要做的动作"),
    arguments: [],
    options: [
      .target, .mode, .via, Option("--seq", "S", Words("marks the request", "请求标识")), .json,
    ] + Option.service + Option.common)

  private let profile: Profile
  private let route: Route
  private let sequence: String?
  private let service: ServiceOptions
  private let isJSON: Bool

  init(_ arguments: Arguments) throws {
    profile = try arguments.profile()
    route = try arguments.choice(Option.via.name) ?? .cloud
    sequence = arguments.string("--seq")
    service = try ServiceOptions(arguments)
    isJSON = arguments.flag(Option.json.name)
  }

  func run(_ console: Console) async throws -> ExitStatus {
    let client = try service.client(console, needsAppID: profile.target.isImageCall)
    let challenge = try await client.challenge(
      target: profile.target, mode: profile.mode, via: route, sequence: sequence)
    if isJSON {
      console.print(JSONReport.challenge(challenge).text)
    } else if let value = challenge.value {
      console.print(printable(value))
    } else {
      console.complain(
        console.language("silent mode has no challenge", "静默模式无需数字或动作"))
    }
    return .fine
  }
}

extension Target {
  /// Whether it is one of the calls 1–4, which name the project in the form.
  var isImageCall: Bool { self == .livedetectfour || self == .idcardlivedetectfour }
}
