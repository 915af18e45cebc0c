import Testing

@testable import Sandbox

@Suite struct JudgeTests {
  private static func judge(strict: Bool = false) -> Judge {
    Judge(
      limits: .init(), strictOrientation: strict, meter: ScriptedMeter(.failure(.unknownFormat)))
  }

  private static func clip(_ change: (inout VideoMeasure) -> Void) -> VideoMeasure {
    var clip = VideoMeasure.good
    change(&clip)
    return clip
  }

  @Test func aGoodClipPassesInEveryMode() {
    for mode in [Judge.Mode.lip, .action, .silent] {
      #expect(Self.judge().problem(with: .good, mode: mode) == nil)
    }
  }

  @Test(arguments: [
    (clip { $0.container = "mov" }, Problem.invalidVideo),
    (clip { $0.container = "matroska,webm" }, .invalidVideo),
    (clip { $0.frames = 0 }, .undecodable),
    (clip { ($0.width, $0.height) = (269, 480) }, .smallPicture),
    (clip { ($0.width, $0.height) = (270, 479) }, .smallPicture),
    (clip { ($0.width, $0.height) = (270, 480) }, nil),
    (clip { ($0.width, $0.height) = (480, 270) }, nil),
    (clip { $0.duration = 1.99 }, .shortSpeech),
    (clip { $0.duration = 2 }, nil),
    (clip { $0.duration = 20.01 }, .longVideo),
    (clip { $0.loudness = nil }, .noSound),
    (clip { $0.loudness = (-.infinity, -.infinity) }, .noSound),
    (clip { $0.loudness = (-60, -55.5) }, .noSound),
    (clip { $0.loudness = (-35.1, -30) }, .quietSound),
    (clip { $0.loudness = (-35, -30) }, nil),
  ])
  func limits(clip: VideoMeasure, problem: Problem?) {
    #expect(Self.judge().problem(with: clip, mode: .lip) == problem)
  }

  @Test func silentModeNeedsNoSound() {
    #expect(Self.judge().problem(with: Self.clip { $0.loudness = nil }, mode: .silent) == nil)
    #expect(
      Self.judge().problem(with: Self.clip { $0.duration = 1 }, mode: .silent) == .shortVideo)
  }

  @Test func strictOrientationSeesTheStoredPicture() {
    let turned = Self.clip { ($0.codedWidth, $0.codedHeight) = (960, 540) }
    #expect(Self.judge().problem(with: turned, mode: .lip) == nil)
    #expect(Self.judge(strict: true).problem(with: turned, mode: .lip) == .sideways)
    let landscape = Self.clip {
      ($0.codedWidth, $0.codedHeight) = (960, 540)
      ($0.width, $0.height) = (960, 540)
    }
    #expect(Self.judge(strict: true).problem(with: landscape, mode: .lip) == nil)
  }

  @Test func bytesAreJudgedBeforeTheyAreDecoded() {
    #expect(Self.judge().problem(with: [], mode: .lip) == .emptyVideo)
    #expect(Self.judge().problem(with: [1, 2, 3], mode: .lip) == .invalidVideo)
    let big = [UInt8](repeating: 0, count: 6_000_001)
    #expect(Self.judge().problem(with: big[...], mode: .lip) == .oversizedVideo)
  }
}

@Suite struct IdentityTests {
  @Test(arguments: [
    ("110101199003074477", true), ("11010119900307001X", false), ("110101199003070011", true),
    ("110101199003074478", false), ("110110199909090909", false), ("11204416541220243X", false),
    ("", false), ("11010119900307447", false), ("1101011990030744７7", false),
    ("11010119900230447X", false), ("X10101199003074477", false),
  ])
  func checkDigitAndDate(number: String, valid: Bool) {
    #expect(IdentityNumber.isValid(number) == valid)
  }

  @Test(arguments: [("张三", true), ("", false), (" ", false), ("a\u{0}b", false)])
  func names(name: String, valid: Bool) { #expect(PersonName.isValid(name) == valid) }
}
