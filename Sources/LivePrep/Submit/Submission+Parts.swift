import Wire

extension Submission.Call {
  var entrance: ServiceConfiguration.Entrance {
    switch self {
    case .livedetectfour, .idcardlivedetectfour: .image
    case .cosUpload, .cosStored: .cos
    case .cloudRecognition, .cloudCompare: .cloud
    }
  }

  var identity: Identity? {
    switch self {
    case .livedetectfour, .cloudCompare: nil
    case .idcardlivedetectfour(_, _, let identity): identity
    case .cosUpload(_, _, let recognition), .cosStored(_, let recognition),
      .cloudRecognition(_, let recognition):
      recognition.identity
    }
  }

  var liveness: Submission.Liveness {
    switch self {
    case .livedetectfour(_, let data, _), .idcardlivedetectfour(_, let data, _):
      Submission.Liveness(mode: .lip, validateData: data)
    case .cosUpload(_, _, let recognition), .cosStored(_, let recognition),
      .cloudRecognition(_, let recognition):
      recognition.liveness
    case .cloudCompare(_, _, let liveness): liveness
    }
  }

  /// What must not come back in an error text.
  var secrets: [Secret] { identity.map { [$0.number, $0.name] } ?? [] }

  /// Path of the local clip.
  private var file: String? {
    switch self {
    case .livedetectfour(let video, _, _), .idcardlivedetectfour(let video, _, _),
      .cosUpload(let video, _, _):
      video
    case .cloudRecognition(.file(let video), _), .cloudCompare(.file(let video), _, _): video
    case .cosStored, .cloudRecognition, .cloudCompare: nil
    }
  }

  /// Path of the photo that travels along.
  private var picture: String? {
    switch self {
    case .livedetectfour(_, _, let card): card
    case .cloudCompare(_, let image, _): image
    default: nil
    }
  }

  func checkPicture() throws {
    if let picture { try LivePrep.checkPicture(picture) }
  }

  func checkSize(of request: HTTPRequest, limit: Int) throws {
    let video = try file.map { try SourceFile(path: $0).size }
    switch entrance {
    case .image:
      try RequestBudget.check(form: request.body?.length ?? 0, video: video ?? 0, limit: limit)
    case .cos, .cloud:
      if let video { try RequestBudget.check(video: video, limit: limit) }
      if let picture { try RequestBudget.check(image: SourceFile(path: picture).size) }
    }
  }
}

extension RequestBuilder {
  func request(_ submission: Submission) throws -> HTTPRequest {
    switch submission.call {
    case .livedetectfour(let video, let data, let card):
      try livedetectfour(
        video: video, validateData: data, card: card, sequence: submission.sequence)
    case .idcardlivedetectfour(let video, let data, let identity):
      try idcardlivedetectfour(
        video: video, validateData: data, identity: identity, sequence: submission.sequence)
    case .cosUpload(let video, let key, let recognition):
      try cosUpload(video: video, key: key, recognition)
    case .cosStored(let key, let recognition):
      try cosStored(key: key, recognition)
    case .cloudRecognition(let video, let recognition):
      try cloudRecognition(video: video, recognition)
    case .cloudCompare(let video, let image, let liveness):
      try cloudCompare(video: video, image: image, liveness)
    }
  }
}
