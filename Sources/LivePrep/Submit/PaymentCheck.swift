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
      "The identity number is not valid: \(flaw.words.en). The service would answer -5804 or "
        + "IdFormatError. Correct it, or leave out the check \(identityNumber.rawValue).",
      "身份证号无效：\(flaw.words.zh)。服务会返回 -5804 或 IdFormatError。"
        + "请更正，或跳过检查 \(identityNumber.rawValue)。")
  }

  static func checkName(_ name: Secret) throws(LivePrepError) {
    let flaw: Words? = name.reveal { name in
      if name.trimmed().isEmpty { return Words("it is empty", "为空") }
      if name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
        return Words("it holds a control character", "含有控制字符")
      }
      if name.unicodeScalars.contains("\u{FFFD}") {
        return Words("it is not proper UTF-8", "不是有效的 UTF-8")
      }
      return name.count > longestName
        ? Words("it has more than \(longestName) characters", "超过 \(longestName) 个字符") : nil
    }
    guard let flaw else { return }
    throw LivePrepError(
      .usage,
      "The name is not valid: \(flaw.en). The service would answer -5801 or NameFormatError. "
        + "Correct it, or leave out the check \(identityName.rawValue).",
      "姓名无效：\(flaw.zh)。服务会返回 -5801 或 NameFormatError。"
        + "请更正，或跳过检查 \(identityName.rawValue)。")
  }

  static func checkChallenge(_ data: String?, mode: Mode) throws(LivePrepError) {
    let flaw: Words? =
      switch mode {
      case .lip:
        data.map {
          $0.utf8.allSatisfy { (0x30...0x39).contains($0) } && (1...16).contains($0.count)
        }
          == true
          ? nil
          : Words(
            "spoken digits need the digits that the service gave, such as 9532",
            "读数字模式需要服务下发的数字，如 9532")
      case .action:
        data == "1,2" || data == "2,1"
          ? nil
          : Words(
            "movements need the sequence that the service gave: 1,2 or 2,1",
            "动作模式需要服务下发的序列：1,2 或 2,1")
      case .silent:
        data == nil || data == "" ? nil : Words("silent mode has no challenge", "静默模式没有数字或动作")
      }
    guard let flaw else { return }
    throw LivePrepError(
      .usage,
      "The challenge does not fit the mode \(mode.rawValue): \(flaw.en). Ask for one with `challenge`, "
        + "or leave out the check \(challenge.rawValue).",
      "数字或动作与模式 \(mode.rawValue) 不符：\(flaw.zh)。请用 `challenge` 获取，"
        + "或跳过检查 \(challenge.rawValue)。")
  }

  static func checkBestFrames(_ count: Int?) throws(LivePrepError) {
    guard let count, !(1...10).contains(count) else { return }
    throw LivePrepError(
      .usage, "\(count) best frames: 1 to 10 can be asked for.", "最佳帧数 \(count)：应为 1–10。")
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
        + "\(PaymentCheck.requestSize.rawValue).",
      "请求将有 \(form) 字节，服务上限为 \(limit)（返回码 23）。请将视频处理到 "
        + "\(max(0, limit - (form - video))) 字节以内，或跳过检查 "
        + "\(PaymentCheck.requestSize.rawValue)。")
  }

  static func check(video: Int, limit: Int) throws(LivePrepError) {
    guard video > limit else { return }
    throw LivePrepError(
      .unfixable,
      "The clip has \(video) bytes, the service takes \(limit), which are "
        + "\(Base64.length(of: limit)) characters of Base64 (LipSizeError). Prepare the clip, or "
        + "leave out the check \(PaymentCheck.requestSize.rawValue).",
      "视频有 \(video) 字节，服务上限为 \(limit)，即 Base64 编码后 \(Base64.length(of: limit)) 字符"
        + "（LipSizeError）。请先处理视频，或跳过检查 \(PaymentCheck.requestSize.rawValue)。")
  }

  static func check(image: Int) throws(LivePrepError) {
    guard Base64.length(of: image) > imageCharacters else { return }
    throw LivePrepError(
      .unfixable,
      "The picture has \(image) bytes, the service takes \(imageCharacters / 4 * 3) "
        + "(ImageSizeTooLarge). Use a smaller one, or leave out the check "
        + "\(PaymentCheck.requestSize.rawValue).",
      "照片有 \(image) 字节，服务上限为 \(imageCharacters / 4 * 3)（ImageSizeTooLarge）。"
        + "请使用更小的照片，或跳过检查 \(PaymentCheck.requestSize.rawValue)。")
  }
}
