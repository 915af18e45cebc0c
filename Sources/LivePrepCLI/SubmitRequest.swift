import FoundationEssentials
import LivePrep

/// What is to be sent, as far as the command line says.
struct SubmitRequest: Sendable {
  let file: String?
  let profile: Profile
  let route: Route
  let challenge: String?
  let card: String?
  let identity: Identity?
  let stored: String?
  /// Where the clip is stored; made up where the command line leaves it open.
  let objectKey: String?
  private let bestFrames: Int?
  let threshold: Double
  private let sequence: String?
  private let skipped: Set<PaymentCheck>

  init(_ arguments: Arguments) throws {
    profile = try arguments.profile()
    stored = arguments.string("--stored")
    file = stored == nil ? arguments.positional.first : nil
    if let extra = arguments.positional.first, stored != nil {
      throw UsageError.conflict(extra, "--stored")
    }
    let asked = try arguments.choice(Option.via.name, Route.self)
    if stored != nil, asked == .cloud { throw UsageError.conflict("--stored", "--via cloud") }
    route = asked ?? (stored == nil ? .cloud : .cos)
    challenge = arguments.string("--validate-data")
    card = arguments.string("--card")
    let isStoring = route == .cos && stored == nil && profile.target == .livenessRecognition
    objectKey = isStoring ? arguments.string("--key") ?? Self.inventedKey() : stored
    bestFrames = try arguments.integer("--best-frames", 1...10)
    threshold = try arguments.number(Option.threshold.name, 0...100) ?? 70
    sequence = arguments.string("--seq")
    skipped = try arguments.skippedChecks()
    if route == .cos, profile.target != .livenessRecognition {
      throw UsageError.badValue(
        option: "--target", value: profile.target.rawValue,
        wanted: Target.livenessRecognition.rawValue)
    }
    identity = try arguments.identity()
  }

  /// What the call cannot do without. Asked after the credentials.
  func checkComplete() throws(UsageError) {
    if profile.mode != .silent, challenge == nil { throw .missingOption("--validate-data") }
    switch profile.target {
    case .livedetectfour: break
    case .idcardlivedetectfour, .livenessRecognition:
      if identity == nil { throw .missingOption("--identity") }
    case .livenessCompare:
      if card == nil { throw .missingOption("--card") }
    }
  }

  /// - Parameter video: path of the clip as it is to be sent; `nil` for a stored one.
  func submission(video: String?) throws(UsageError) -> Submission {
    var submission = Submission(try call(video))
    submission.threshold = threshold
    submission.sequence = sequence
    submission.skippedChecks = skipped
    return submission
  }

  private func call(_ video: String?) throws(UsageError) -> Submission.Call {
    let liveness = Submission.Liveness(
      mode: profile.mode, validateData: challenge, bestFrames: bestFrames)
    func needed() throws(UsageError) -> (String, Identity) {
      guard let video else { throw .missingArgument("FILE") }
      guard let identity else { throw .missingOption("--identity") }
      return (video, identity)
    }
    switch profile.target {
    case .livedetectfour:
      guard let video else { throw .missingArgument("FILE") }
      return .livedetectfour(video: video, validateData: challenge ?? "", card: card)
    case .idcardlivedetectfour:
      let (video, identity) = try needed()
      return .idcardlivedetectfour(
        video: video, validateData: challenge ?? "", identity: identity)
    case .livenessCompare:
      guard let video else { throw .missingArgument("FILE") }
      guard let card else { throw .missingOption("--card") }
      return .cloudCompare(video: .file(video), image: card, liveness)
    case .livenessRecognition:
      guard let identity else { throw .missingOption("--identity") }
      let recognition = Submission.Recognition(identity: identity, liveness: liveness)
      if let stored { return .cosStored(key: stored, recognition) }
      let (video, _) = try needed()
      if route == .cos {
        return .cosUpload(video: video, key: objectKey ?? Self.inventedKey(), recognition)
      }
      return .cloudRecognition(video: .file(video), recognition)
    }
  }

  /// Bytes that the clip may have, so that the photo in the same form has room.
  func budget(asked: Int?) -> Int? {
    guard let card, profile.target.isImageCall else { return asked }
    let attributes = try? FileManager.default.attributesOfItem(atPath: card)
    let bytes = (attributes?[.size] as? Int64).map(Int.init) ?? 0
    let room = RequestBudget.videoBytes(
      target: profile.target, cardBytes: bytes, limit: profile.requestLimit)
    return min(asked ?? room, room)
  }

  private static func inventedKey() -> String {
    "liveprep/\(UUID().uuidString.lowercased()).mp4"
  }
}
