import FoundationEssentials
import Testing

@testable import LivePrep

@Suite("The catalogue of codes")
struct CatalogueTests {
  /// The codes of the vendor's pages, typed from them.
  static let numbers = """
    3 4 5 6 9 10 11 12 13 14 15 16 21 23 24 107 108 213 -4006 -4007 -4009 -4010 -4011 -4012 -4015 \
    -4016 -4017 -4018 -5001 -5002 -5005 -5007 -5008 -5009 -5010 -5011 -5012 -5013 -5014 -5015 \
    -5016 -5801 -5802 -5803 -5804 -5805
    """
  static let failedOperations = """
    ActionCloseEye ActionFaceClose ActionFaceFar ActionFaceLeft ActionFaceRight ActionFirstAction \
    ActionLightDark ActionLightStrong ActionNodetectFace ActionOpenMouth CompareFail \
    CompareLowSimilarity FileSaveError IdFormatError IdNameMisMatch IdNoExistSystem IdPhotoNoExist \
    IdPhotoPoorQuality IdPhotoSystemNoanswer LifePhotoDetectFaces LifePhotoDetectFake \
    LifePhotoDetectNoFaces LifePhotoPoorQuality LifePhotoSizeError LipFaceIncomplete LipMoveSmall \
    LipNetFailed LipSizeError LipVideoInvalid LipVideoQuaility LipVoiceDetect LipVoiceLow \
    LipVoiceRecognize LivessBestFrameError LivessDetectFail LivessDetectFake LivessSystemError \
    LivessUnknownError NameFormatError RequestLimitExceeded SilentDetectFail SilentThreshold \
    SilentTooShort UnKnown VideoDurationExceeded VideoDecodeFailed CompressVideoError \
    DownLoadError DownLoadTimeoutError SilentFaceDetectFail SilentMultiFaceFail \
    SilentFaceQualityFail CoveredFace IncompleteFace PoorImageQuality ImageBlur ImageDecodeFailed \
    ImageSizeTooLarge
    """
  static let others = """
    InvalidParameter InvalidParameter.RuleId InvalidParameterValue \
    InvalidParameterValue.BizTokenExpired InvalidParameterValue.RuleIdNotExist \
    UnauthorizedOperation UnauthorizedOperation.Arrears UnauthorizedOperation.NonAuthorize \
    UnauthorizedOperation.Nonactivated UnsupportedOperation InternalError RequestLimitExceeded \
    AuthFailure.SignatureFailure AuthFailure.Anything
    """

  @Test func complete() {
    let codes =
      Self.numbers.split(separator: " ").map(String.init)
      + Self.failedOperations.split(separator: " ").map { "FailedOperation." + $0 }
      + Self.others.split(separator: " ").map(String.init)
    for code in codes {
      #expect(Explanation.of(ServiceCode(code))?.code.rawValue == code, "\(code)")
    }
    #expect(Set(Explanation.all.map(\.code)).count == Explanation.all.count)
    for entry in Explanation.all {
      for text in [entry.meaning.zh, entry.meaning.en, entry.remedy.zh, entry.remedy.en] {
        #expect(text.count > 3, "\(entry.code)")
      }
    }
  }

  /// SPEC's table of rules, the other way round.
  @Test(
    "rules predict codes",
    arguments: [
      ("file.readable", ["-5001", "LipVideoInvalid", "VideoDecodeFailed"]),
      ("file.container", ["-5001", "LipVideoInvalid"]), ("file.streams", ["-5001"]),
      ("file.size", ["23", "LipSizeError"]), ("video.codec", ["-5001", "LipVideoInvalid"]),
      ("video.resolution", ["-5015", "LipVideoQuaility"]), ("video.orientation", ["-5009"]),
      ("video.duration", ["SilentTooShort", "LipSizeError", "VideoDurationExceeded"]),
      ("video.frame-rate", ["-5005", "-5010"]), ("video.dynamic-range", ["-4006", "-5009"]),
      ("video.exposure", ["ActionLightDark", "ActionLightStrong"]),
      ("video.motion", ["-5010", "-5011"]), ("audio.codec", ["-5001", "-5007"]),
      ("audio.present", ["-5007", "LipVoiceDetect"]),
      ("audio.audible", ["-5007", "LipVoiceDetect"]), ("audio.level", ["-5013", "LipVoiceLow"]),
      ("audio.noise", ["-5012"]), ("audio.clipping", ["-5008"]),
      ("audio.sync", ["-5002", "-5010"]),
    ])
  func predictions(rule: String, codes: [String]) {
    let predicted = Explanation.all.filter { $0.predictedBy.contains(RuleID(rawValue: rule)) }
    let names = predicted.map { $0.code.rawValue.replacing("FailedOperation.", with: "") }
    #expect(Set(names) == Set(codes))
  }

  @Test(
    "lookup forgives",
    arguments: [
      ("-5013", "-5013"), (" -5013\n", "-5013"), ("−5013", "-5013"), ("－5013", "-5013"),
      ("lipvoicelow", "FailedOperation.LipVoiceLow"),
      ("FAILEDOPERATION.LIPVOICELOW", "FailedOperation.LipVoiceLow"),
      ("RequestLimitExceeded", "RequestLimitExceeded"),
      ("failedoperation.requestlimitexceeded", "FailedOperation.RequestLimitExceeded"),
      ("authfailure.TokenFailure", "AuthFailure.TokenFailure"),
      ("AuthFailure.SignatureExpire", "AuthFailure.SignatureExpire"), ("15", "15"),
      ("belowthreshold.x", nil), ("", nil), ("0", nil),
    ] as [(String, String?)])
  func lookup(text: String, code: String?) {
    switch Explanation.lookup(text) {
    case .found(let entry): #expect(entry.code.rawValue == code)
    case .unknown: #expect(code == nil)
    }
  }

  @Test(
    "near misses",
    arguments: [
      ("5013", "-5013"), ("-5031", "-5013"), ("LipVoceLow", "FailedOperation.LipVoiceLow"),
      ("LipVideoQuality", "FailedOperation.LipVideoQuaility"),
      ("TooShort", "FailedOperation.SilentTooShort"),
    ])
  func near(text: String, code: String) {
    guard case .unknown(let near) = Explanation.lookup(text) else {
      Issue.record("\(text) is known")
      return
    }
    #expect(near.map(\.code.rawValue).contains(code))
    #expect(near.count <= 5)
  }

  @Test func nothingNear() {
    #expect(Explanation.lookup("Quatsch") == .unknown(near: []))
    #expect(Explanation.lookup("-123456") == .unknown(near: []))
  }

  @Test(arguments: [("", "", 0), ("a", "", 1), ("ab", "ba", 1), ("kitten", "sitting", 3)])
  func distance(first: String, second: String, distance: Int) {
    #expect(Explanation.editDistance(first, second) == distance)
  }

  @Test(
    "verdicts",
    arguments: [
      ("-5013", true), ("-4006", true), ("-5802", false), ("-5803", true), ("-9999", true),
      ("15", false), ("14", false), ("FailedOperation.LipVoiceLow", true),
      ("FailedOperation.New", true), ("FailedOperation.LivessSystemError", false),
      ("InternalError", false), ("liveprep.BelowThreshold", true), ("Gibberish", false),
    ])
  func verdicts(code: String, verdict: Bool) { #expect(ServiceCode(code).isVerdict == verdict) }

  @Test func documentationShowsTheTable() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let page = try String(
      decoding: Data(contentsOf: root.appending(path: "docs/SERVICE.md")), as: UTF8.self)
    let current = page.contains("<!-- explain --all -->\n\n\(Explanation.table)\n<!-- end -->\n")
    #expect(
      current,
      "docs/SERVICE.md is out of date: put `liveprep explain --all` between its markers")
  }
}
