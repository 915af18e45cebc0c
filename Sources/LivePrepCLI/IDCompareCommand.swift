import LivePrep

/// `liveprep id-compare`
struct IDCompareCommand: Command {
  static let syntax = Syntax(
    command: "id-compare",
    summary: Words(
      "compares a picture with the photo that belongs to an identity", "将照片与身份信息对应的证件照比对"),
    arguments: [],
    options: [
      Option("--image", "F", Words("picture, JPEG or PNG", "照片，JPEG 或 PNG")),
      Option("--url", "U", Words("where the service fetches it", "照片的 URL")),
    ] + Option.identity + [
      .threshold, Option("--session-id", "S", Words("marks the request", "请求标识")), .skip, .json,
    ] + Option.service + Option.common)

  private let image: ComparedImage
  private let identity: Identity
  private let threshold: Double
  private let session: String?
  private let skipped: Set<PaymentCheck>
  private let service: ServiceOptions
  private let isJSON: Bool

  init(_ arguments: Arguments) throws {
    switch (arguments.string("--image"), arguments.string("--url")) {
    case (let file?, nil): image = .file(file)
    case (nil, let url?): image = .url(url)
    case (nil, nil): throw UsageError.missingOption("--image")
    case (_?, _?): throw UsageError.conflict("--image", "--url")
    }
    threshold = try arguments.number(Option.threshold.name, 0...100) ?? 70
    session = arguments.string("--session-id")
    skipped = try arguments.skippedChecks()
    service = try ServiceOptions(arguments)
    isJSON = arguments.flag(Option.json.name)
    identity = try arguments.requiredIdentity()
  }

  func run(_ console: Console) async throws -> ExitStatus {
    let client = try service.client(console, needsAppID: true)
    let result = try await client.idCompare(
      image, identity: identity, sessionID: session, threshold: threshold, skippedChecks: skipped)
    let name = if case .file(let path) = image { path } else { "--url" }
    console.print(
      isJSON
        ? JSONReport.idCompare(result).text
        : HumanReport(console).verdict(result, of: name, threshold: threshold))
    return result.status(console)
  }
}
