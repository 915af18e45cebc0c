import Wire

/// What is looked at before a call is paid for. Each can be left out where real data break the
/// rule; the names are those that the catalogue's `predictedBy` has.
public enum PaymentCheck: String, Sendable, CaseIterable {
  /// GB 11643-1999.
  case identityNumber = "identity.number"
  case identityName = "identity.name"
  /// Digits, sequence, or none, as the mode has it.
  case challenge
  /// JPEG or PNG that is whole and still.
  case card = "card.picture"
  /// The request fits into what the service takes.
  case requestSize = "request.size"
}

extension PaymentCheck {
  /// Characters of a name; the longest registered ones have fewer than 50.
  private static let longestName = 64

  static func checkNumber(_ number: Secret, now: Double) throws(LivePrepError) {
    guard let flaw = IdentityNumber.flaw(in: number, now: now) else { return }
    throw LivePrepError(
      .usage,
      "The identity number is not valid: \(flaw.words). The service would answer -5804 or "
        + "IdFormatError. Correct it, or leave out the check \(identityNumber.rawValue).")
  }

  static func checkName(_ name: Secret) throws(LivePrepError) {
    let flaw: String? = name.reveal { name in
      if name.trimmed().isEmpty { return "it is empty" }
      if name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
        return "it holds a control character"
      }
      if name.unicodeScalars.contains("\u{FFFD}") { return "it is not proper UTF-8" }
      return name.count > longestName ? "it has more than \(longestName) characters" : nil
    }
    guard let flaw else { return }
    throw LivePrepError(
      .usage,
      "The name is not valid: \(flaw). The service would answer -5801 or NameFormatError. "
        + "Correct it, or leave out the check \(identityName.rawValue).")
  }

  static func checkChallenge(_ data: String?, mode: Mode) throws(LivePrepError) {
    let flaw: String? =
      switch mode {
      case .lip:
        data.map {
          $0.utf8.allSatisfy { (0x30...0x39).contains($0) } && (1...16).contains($0.count)
        }
          == true ? nil : "spoken digits need the digits that the service gave, such as 9532"
      case .action:
        data == "1,2" || data == "2,1"
          ? nil : "movements need the sequence that the service gave: 1,2 or 2,1"
      case .silent: data == nil || data == "" ? nil : "silent mode has no challenge"
      }
    guard let flaw else { return }
    throw LivePrepError(
      .usage,
      "The challenge does not fit the mode \(mode.rawValue): \(flaw). Ask for one with `challenge`, "
        + "or leave out the check \(challenge.rawValue).")
  }

  static func checkBestFrames(_ count: Int?) throws(LivePrepError) {
    guard let count, !(1...10).contains(count) else { return }
    throw LivePrepError(.usage, "\(count) best frames: 1 to 10 can be asked for.")
  }
}

/// How many bytes a clip may have in a request.
public enum RequestBudget {
  /// Bytes that fields and boundaries of a form take at the most; measured at about 1,200 with the
  /// longest values that the checks let through.
  public static let formOverhead = 2_048

  /// Characters of Base64 that `LivenessCompare` takes as its picture.
  public static let imageCharacters = 3_000_000

  /// - Parameters:
  ///   - cardBytes: of the photo that travels in the same form.
  ///   - limit: `Profile.requestLimit`.
  /// - Returns: bytes that are left for the clip.
  public static func videoBytes(
    target: Target, cardBytes: Int = 0, limit: Int = Profile().requestLimit
  ) -> Int {
    switch target {
    case .livedetectfour, .idcardlivedetectfour: max(0, limit - cardBytes - formOverhead)
    // These count the video alone.
    case .livenessRecognition, .livenessCompare: limit
    }
  }

  /// - Parameters:
  ///   - form: bytes of the whole body.
  ///   - video: bytes of the clip in it.
  static func check(form: Int, video: Int, limit: Int) throws(LivePrepError) {
    guard form > limit else { return }
    throw LivePrepError(
      .unfixable,
      "The request would have \(form) bytes, the service takes \(limit) (code 23). Prepare the "
        + "clip for at most \(max(0, limit - (form - video))) bytes, or leave out the check "
        + "\(PaymentCheck.requestSize.rawValue).")
  }

  static func check(video: Int, limit: Int) throws(LivePrepError) {
    guard video > limit else { return }
    throw LivePrepError(
      .unfixable,
      "The clip has \(video) bytes, the service takes \(limit), which are "
        + "\(Base64.length(of: limit)) characters of Base64 (LipSizeError). Prepare the clip, or "
        + "leave out the check \(PaymentCheck.requestSize.rawValue).")
  }

  static func check(image: Int) throws(LivePrepError) {
    guard Base64.length(of: image) > imageCharacters else { return }
    throw LivePrepError(
      .unfixable,
      "The picture has \(image) bytes, the service takes \(imageCharacters / 4 * 3) "
        + "(ImageSizeTooLarge). Use a smaller one, or leave out the check "
        + "\(PaymentCheck.requestSize.rawValue).")
  }
}
