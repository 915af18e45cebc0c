/// Why a call is turned down, in the words of each family of calls.
struct Problem: Error, Sendable, Equatable {
  /// Where the image calls say it.
  enum Place: Sendable { case request, live, compare }

  /// The image calls' code.
  var number: Int?
  /// COS's code.
  var cos: String?
  /// The Cloud API's code.
  var cloud: String?
  /// What it means; fixed text, never anything that a client sent.
  var text: String
  var place = Place.request

  init(_ number: Int?, _ cos: String?, _ cloud: String?, _ text: String) {
    self.number = number
    self.cos = cos
    self.cloud = cloud
    self.text = text
  }

  /// A judgement on the clip, picture or person, which COS and the Cloud API word alike.
  init(_ number: Int?, verdict name: String?, _ text: String, _ place: Place = .live) {
    self.init(
      number, name.map { "FailedOperation.\($0)" }, name.map { "FailedOperation.\($0)" }, text)
    self.place = place
  }

  func code(in family: Endpoint.Family) -> String? {
    switch family {
    case .image: number.map(String.init)
    case .cos: cos
    case .cloud: cloud
    }
  }

  /// A judgement rather than a refusal of the request: the Cloud API answers it as a `Result`.
  var isVerdict: Bool { cloud?.hasPrefix("FailedOperation.") ?? false }

  static func == (a: Problem, b: Problem) -> Bool {
    a.number == b.number && a.cos == b.cos && a.cloud == b.cloud && a.place == b.place
  }
}

// The request
extension Problem {
  static let badRequest = Problem(3, "InvalidRequest", "InvalidParameter", "bad request")
  static let badParameter = Problem(
    21, "InvalidArgument", "InvalidParameterValue", "invalid parameter")
  static let missingParameter = Problem(
    21, "InvalidArgument", "MissingParameter", "missing parameter")
  static let tooLarge = Problem(
    23, "EntityTooLarge", "RequestSizeLimitExceeded", "request body too large")
  static let lengthMissing = Problem(
    3, "MissingContentLength", "InvalidParameter", "Content-Length required")
  static let badMethod = Problem(3, "MethodNotAllowed", "UnsupportedProtocol", "bad method")
  static let unknownCall = Problem(3, "InvalidArgument", "InvalidAction", "no such call")
  static let badVersion = Problem(nil, nil, "NoSuchVersion", "version is not 2018-03-01")
  static let badDigest = Problem(nil, "BadDigest", nil, "Content-MD5 does not match the body")
  static let invalidDigest = Problem(nil, "InvalidDigest", nil, "Content-MD5 is no MD5")
  static let noSuchKey = Problem(nil, "NoSuchKey", nil, "no such object")
  static let rateLimited = Problem(15, "SlowDown", "RequestLimitExceeded", "too many requests")
  static let internalError = Problem(213, "InternalError", "InternalError", "internal error")
}

// The signature
extension Problem {
  static let unsigned = Problem(
    4, "AccessDenied", "AuthFailure.InvalidAuthorization", "signature is empty")
  static let badSignature = Problem(
    5, "AccessDenied", "AuthFailure.InvalidAuthorization", "malformed signature")
  static let wrongOperand = Problem(
    6, "AccessDenied", nil, "the signature is for another appid or bucket")
  static let expired = Problem(
    9, "AccessDenied", "AuthFailure.SignatureExpire", "signature expired")
  static let skewed = Problem(
    9, "RequestTimeTooSkewed", "AuthFailure.SignatureExpire",
    "the signature's time lies in the future")
  static let unknownAppid = Problem(10, "NoSuchBucket", nil, "no such appid")
  static let unknownSecretID = Problem(
    11, "InvalidAccessKeyId", "AuthFailure.SecretIdNotFound", "no such SecretId")
  static let foreignSecretID = Problem(12, nil, nil, "appid and SecretId do not match")
  static let replayed = Problem(13, nil, nil, "replay")
  static let wrongSignature = Problem(
    14, "SignatureDoesNotMatch", "AuthFailure.SignatureFailure", "signature does not match")
  static let wrongToken = Problem(
    14, "InvalidToken", "AuthFailure.TokenFailure", "security token is missing or wrong")
}

// The clip, the card, the person
extension Problem {
  static let emptyVideo = Problem(-5001, verdict: "LipSizeError", "the video is empty")
  static let invalidVideo = Problem(
    -5001, verdict: "LipVideoInvalid", "the video is no mp4, avi or flv")
  static let undecodable = Problem(
    -5001, verdict: "VideoDecodeFailed", "the video cannot be decoded")
  static let oversizedVideo = Problem(
    23, verdict: "LipSizeError", "the video is too large", .request)
  static let smallPicture = Problem(
    -5015, verdict: "LipVideoQuaility", "the picture is smaller than 270*480")
  static let sideways = Problem(
    -5009, verdict: "LipFaceIncomplete", "the stored picture lies on its side")
  static let shortVideo = Problem(-5001, verdict: "SilentTooShort", "the video is too short")
  static let shortSpeech = Problem(-5001, verdict: "LipSizeError", "the video is too short")
  static let longVideo = Problem(
    -5001, verdict: "VideoDurationExceeded", "the video is too long")
  static let noSound = Problem(-5007, verdict: "LipVoiceDetect", "the video has no sound")
  static let quietSound = Problem(-5013, verdict: "LipVoiceLow", "the sound is too quiet")
  static let wrongDigits = Problem(
    -5008, verdict: "LipVoiceRecognize", "these digits were not handed out, or have expired")
  static let wrongActions = Problem(
    nil, verdict: "ActionFirstAction", "this sequence was not handed out, or has expired")
  static let badCard = Problem(
    -4018, verdict: "LifePhotoPoorQuality", "the card is no complete jpeg or png", .compare)
  static let badPicture = Problem(
    -4011, verdict: "ImageDecodeFailed", "the picture is no complete jpeg or png", .request)
  static let oversizedPicture = Problem(
    23, verdict: "ImageSizeTooLarge", "the picture is too large", .request)
  static let noIdentity = Problem(
    -5801, "InvalidParameter", "MissingParameter", "identity number or name is missing")
  static let badName = Problem(
    -5801, verdict: "NameFormatError", "the name is no name", .request)
  static let badIdentityNumber = Problem(
    -5804, verdict: "IdFormatError", "the identity number is invalid", .compare)
  static let noPicture = Problem(
    -5805, verdict: "DownLoadError", "no picture, or it could not be fetched", .request)
  static let noDownload = Problem(
    nil, verdict: "DownLoadError", "the URL names no object of this sandbox")
}

// Faults
extension Problem {
  /// Those that a fault may ask for by any family's code.
  private static let shared = [
    rateLimited, internalError, skewed, wrongSignature, tooLarge, unsigned, unknownSecretID,
    noSound, quietSound, smallPicture, wrongDigits, badIdentityNumber,
    Problem(107, "ServiceUnavailable", "InternalError", "authentication service unavailable"),
    Problem(108, "ServiceUnavailable", "InternalError", "authentication service unavailable"),
    Problem(-5802, "InternalError", "InternalError", "service unavailable"),
  ]

  /// What a fault's `code` means to a family of calls; `nil` where that family has no word for it.
  init?(code: String, for family: Endpoint.Family) {
    let known = Self.shared.first { problem in
      [problem.number.map(String.init), problem.cos, problem.cloud].contains(code)
    }
    let number = Int(code)
    let text = "as the sandbox was told"
    if let own = known?.code(in: family) {
      // The code that was asked for, where the family has it; else its counterpart.
      let exact = (family == .image) == (number != nil)
      switch family {
      case .image: self.init(exact ? number : Int(own), nil, nil, text)
      case .cos: self.init(nil, exact ? code : own, nil, text)
      case .cloud: self.init(nil, nil, exact ? code : own, text)
      }
    } else if family == .image, let number {
      self.init(number, nil, nil, text)
    } else if family != .image, number == nil {
      self.init(nil, code, code, text)
    } else {
      return nil
    }
    // Source: the pages list −50xx with `live_status`, −40xx and −580x with `compare_status`.
    if let number = self.number, number < 0 {
      place =
        (-5799 ... -5000).contains(number)
        ? .live : ([-5801, -5802, -5805].contains(number) ? .request : .compare)
    }
  }
}
