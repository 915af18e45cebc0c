import Testing

@testable import LivePrep

private func plan(
  _ profile: Profile = .lip, _ options: Preflight.Options = .init(), from clip: Clip = .good,
  _ change: (inout Clip) -> Void = { _ in }
) -> Plan {
  let clip = clip.with(change)
  let findings = Judge.findings(clip: clip, profile: profile, options: options)
  return Plan.decide(clip: clip, findings: findings, profile: profile, options: options)
}

@Suite("Plan")
struct PlanTests {
  @Test func nothingBroken() {
    let expected = Plan(
      kind: .passthrough, reasons: [], picture: nil, sound: nil, window: nil,
      byteLimit: 3_000_000)
    #expect(plan() == expected)
    #expect(plan { $0.container = "flv" } == expected)
    #expect(plan(from: .mute) != expected)
    #expect(plan(.silent, from: .mute) == expected)
  }

  @Test func onlyTheContainerOrTheTags() {
    #expect(
      plan { $0.container = "mov" }
        == Plan(
          kind: .remux, reasons: [.fileContainer], picture: nil, sound: nil, window: nil,
          byteLimit: 3_000_000))
    #expect(
      plan {
        $0.container = "mov"
        $0.audioTracks = 2
        $0.privateTags = ["location"]
      }.reasons == [.fileContainer, .fileStreams, .privacyMetadata])
    #expect(plan { $0.privateTags = ["location"] }.kind == .remux)
  }

  @Test func onlyTheSound() {
    #expect(
      plan { $0.integratedLoudness = -38.2 }
        == Plan(
          kind: .audioOnly, reasons: [.audioLevel], picture: nil,
          sound: Plan.Sound(
            gain: 18.2, maximumGain: 30, loudness: -20, ceiling: -1.5, channel: nil,
            sampleRate: 48_000, bitRate: 64_000),
          window: nil, byteLimit: 3_000_000))
    #expect(plan { $0.audioCodec = "opus" }.kind == .audioOnly)
    #expect(plan { $0.betterChannel = 1 }.sound?.channel == 1)
  }

  /// A remux writes MP4, where MP3 would break `audio.codec`.
  @Test func soundThatFitsOnlyTheOldContainer() {
    let flv = plan {
      $0.container = "flv"
      $0.audioCodec = "mp3"
      $0.privateTags = ["encoder"]
    }
    #expect(flv.kind == .audioOnly)
    #expect(flv.sound?.gain == 0)
  }

  @Test func newSoundThatWouldOverrunTheLimit() {
    #expect(
      plan {
        $0.integratedLoudness = -40
        $0.bytes = 2_990_000
      }.kind == .transcode)
  }

  @Test func transcodeWithAllThatIsWrong() {
    let phone = plan {
      $0.container = "mov"
      $0.bytes = 12_400_312
      $0.width = 1080
      $0.height = 1920
      $0.codedWidth = 1920
      $0.codedHeight = 1080
      $0.rotation = 90
      $0.videoCodec = "hevc"
      $0.pixelFormat = "yuv420p10le"
      $0.transfer = "arib-std-b67"
      $0.primaries = "bt2020"
      $0.frameRate = 29.97
      $0.sampleRate = 44_100
      $0.channels = 2
      $0.integratedLoudness = -38
      $0.monoOffset = -3
      $0.privateTags = ["location"]
    }
    #expect(
      phone
        == Plan(
          kind: .transcode,
          reasons: [
            .fileContainer, .fileSize, .videoCodec, .videoOrientation, .videoDynamicRange,
            .audioLevel, .privacyMetadata,
          ],
          picture: Plan.Picture(
            width: 540, height: 960, rotation: 90, mirrored: false, frameRate: [30000, 1001],
            toneMapped: true, deinterlaced: false),
          sound: Plan.Sound(
            gain: 21, maximumGain: 30, loudness: -20, ceiling: -1.5, channel: nil,
            sampleRate: 44_100, bitRate: 64_000),
          window: nil, byteLimit: 3_000_000))
  }

  @Test func transcodeWithoutSound() {
    #expect(plan(.silent, from: .mute) { $0.videoCodec = "vp8" }.sound == nil)
    #expect(plan { $0.interlaced = true }.picture?.deinterlaced == true)
  }

  @Test func impossibleWithEveryReason() {
    #expect(
      plan(from: .mute) {
        $0.duration = 1.2
        $0.width = 240
        $0.height = 426
        $0.videoCodec = "hevc"
      }
        == Plan(
          kind: .impossible, reasons: [.videoResolution, .videoDuration, .audioPresent],
          picture: nil, sound: nil, window: nil, byteLimit: 3_000_000))
    #expect(plan { $0.damage = [Words("ends early")] }.reasons == [.fileReadable])
  }

  /// A risk that nothing mends stays a risk.
  @Test func aRiskAloneCallsForNothing() {
    #expect(plan { $0.frameRate = 8 }.kind == .passthrough)
    #expect(plan { $0.clippedShare = 0.3 }.kind == .passthrough)
    #expect(plan { $0.audioEnd = -3 }.kind == .passthrough)
    #expect(plan { $0.audioStart = 0.7 }.kind == .transcode)
  }

  @Test func anAskedForSize() {
    var options = Preflight.Options()
    options.maximumBytes = 400_000
    let small = plan(.lip, options)
    #expect(small.kind == .transcode)
    #expect(small.byteLimit == 400_000)
    options.maximumBytes = 9_000_000
    #expect(plan(.lip, options).byteLimit == 3_000_000)
  }
}

@Suite("Plan: picture")
struct PlanPictureTests {
  struct Size: Sendable, CustomTestStringConvertible {
    var width: Int
    var height: Int
    var upscale = false
    var expected: [Int]
    var testDescription: String { "\(width)x\(height)\(upscale ? " enlarged" : "")" }
  }

  @Test(arguments: [
    Size(width: 1080, height: 1920, expected: [540, 960]),
    Size(width: 1920, height: 1080, expected: [960, 540]),
    Size(width: 2160, height: 3840, expected: [540, 960]),
    Size(width: 720, height: 1280, expected: [540, 960]),
    Size(width: 540, height: 960, expected: [540, 960]),
    Size(width: 480, height: 640, expected: [480, 640]),
    Size(width: 270, height: 480, expected: [270, 480]),
    Size(width: 271, height: 481, expected: [270, 480]),
    Size(width: 1080, height: 1080, expected: [540, 540]),
    Size(width: 1080, height: 2160, expected: [540, 1080]),
    Size(width: 1125, height: 2436, expected: [540, 1170]),
    Size(width: 853, height: 480, expected: [852, 480]),
    Size(width: 541, height: 961, expected: [540, 960]),
    Size(width: 240, height: 426, expected: [240, 426]),
    Size(width: 240, height: 426, upscale: true, expected: [320, 568]),
    Size(width: 426, height: 240, upscale: true, expected: [568, 320]),
    Size(width: 300, height: 300, upscale: true, expected: [480, 480]),
    Size(width: 15, height: 9, upscale: true, expected: [534, 320]),
    Size(width: 1080, height: 1920, upscale: true, expected: [540, 960]),
    Size(width: 300, height: 500, upscale: true, expected: [300, 500]),
    Size(width: 15, height: 9, expected: [14, 8]),
    Size(width: 1, height: 1, expected: [2, 2]),
  ])
  func size(_ example: Size) {
    let size = Plan.Picture.size(
      example.width, example.height, profile: .lip, upscale: example.upscale)
    #expect([size.width, size.height] == example.expected)
  }

  @Test func neverBelowTheFloorByAProfileOfTheCaller() {
    var profile = Profile.lip
    profile.producedShorterSide = 100
    #expect(Plan.Picture.size(1080, 1920, profile: profile, upscale: false) == (320, 568))
    #expect(Plan.Picture.size(1000, 1000, profile: profile, upscale: false) == (480, 480))
  }

  @Test func aPanoramaKeepsWithinTheLevel() {
    let size = Plan.Picture.size(8192, 600, profile: .lip, upscale: false)
    #expect(((size.width + 15) / 16) * ((size.height + 15) / 16) <= 8192)
    #expect(abs(Double(size.width) / Double(size.height) - 8192.0 / 600) < 0.1)
  }

  @Test func theSourceIsDescribedAsItIsStored() {
    let clip = Clip.good.with {
      $0.rotation = 270
      $0.mirrored = true
    }
    let picture = Plan.Picture(of: clip, profile: .lip, options: .init())
    #expect(picture?.rotation == 270)
    #expect(picture?.mirrored == true)
    #expect(
      Plan.Picture(of: clip.with { $0.width = nil }, profile: .lip, options: .init()) == nil)
  }

  @Test(
    arguments: [
      (nil, [30, 1]), (0, [30, 1]), (30, [30, 1]), (30.3, [30, 1]), (29.97, [30000, 1001]),
      (29.98, [30000, 1001]), (29.99, [30, 1]), (25, [25, 1]), (25.02, [25, 1]), (24, [24, 1]),
      (23.976, [24000, 1001]), (15.04, [15, 1]), (10, [10, 1]), (8.8, [10, 1]), (11, [12, 1]),
      (17, [20, 1]), (27, [30, 1]), (21.5, [24, 1]), (31, [30, 1]), (45, [30, 1]), (48, [24, 1]),
      (50, [25, 1]), (59.94, [30000, 1001]), (60, [30, 1]), (119.88, [30000, 1001]),
      (120, [30, 1]), (240, [30, 1]), (1000, [30, 1]),
    ] as [(Double?, [Int])])
  func frameRate(_ measured: Double?, _ expected: [Int]) {
    #expect(FrameRate(measured: measured, limit: 30).fraction == expected)
  }

  @Test func frameRateOfACaller() {
    #expect(FrameRate(measured: 30, limit: 15).fraction == [15, 1])
    #expect(FrameRate(measured: 25, limit: 8).fraction == [8, 1])
  }
}

@Suite("Plan: sound")
struct PlanSoundTests {
  private func gain(_ profile: Profile = .lip, _ change: (inout Clip) -> Void) -> Double? {
    Plan.Sound(of: .good.with(change), profile: profile)?.gain
  }

  @Test func gain() {
    #expect(gain { $0.integratedLoudness = -20 } == 0)
    #expect(gain { $0.integratedLoudness = -30 } == 0)
    #expect(gain { $0.integratedLoudness = -40 } == 20)
    #expect(gain { $0.integratedLoudness = -50 } == 30)
    #expect(
      gain {
        $0.integratedLoudness = -49
        $0.monoOffset = -3
      } == 30)
    #expect(gain { $0.integratedLoudness = nil } == 0)
    #expect(gain(.silent) { $0.integratedLoudness = -40 } == 0)
  }

  /// Stereo just above the limit, whose mix would be below it.
  @Test func gainWhereOnlyTheMixIsTooQuiet() {
    #expect(
      gain {
        $0.integratedLoudness = -34
        $0.monoOffset = -3
      } == 17)
  }

  @Test(arguments: [
    (8_000, 48_000), (11_025, 44_100), (16_000, 48_000), (22_050, 44_100), (32_000, 48_000),
    (44_100, 44_100), (48_000, 48_000), (88_200, 44_100), (96_000, 48_000),
  ])
  func sampleRate(_ source: Int, _ expected: Int) {
    #expect(
      Plan.Sound(of: .good.with { $0.sampleRate = source }, profile: .lip)?.sampleRate == expected)
  }
}

@Suite("Plan: window")
struct PlanWindowTests {
  private func window(
    _ duration: Double, speech: ClosedRange<Double>?, _ profile: Profile = .lip,
    trim: Bool = false, audioStart: Double = 0
  ) -> [Double]? {
    var options = Preflight.Options()
    options.trim = trim
    let clip = Clip.good.with {
      $0.duration = duration
      $0.speechStart = speech?.lowerBound
      $0.speechEnd = speech?.upperBound
      $0.audioStart = audioStart
    }
    return Plan.window(clip: clip, profile: profile, options: options).map { window in
      [window.start, window.end].map { ($0 * 1000).rounded() / 1000 }
    }
  }

  @Test func speechWithALittleAround() {
    #expect(window(25, speech: 5...12) == [4.7, 12.3])
    #expect(window(25, speech: 0.1...9) == [0, 9.5])
    #expect(window(25, speech: 16...24.9) == [15.5, 25])
  }

  @Test func notShorterThanAdvised() {
    #expect(window(25, speech: 10...11) == [8.5, 12.5])
    #expect(window(25, speech: 0...1) == [0, 4])
  }

  @Test func speechThatJustFits() {
    #expect(window(25, speech: 2...21.7) == [1.9, 21.8])
    #expect(window(25, speech: 2...22) == nil)
  }

  @Test func noSpeechFound() {
    #expect(window(25, speech: nil) == [0, 19.9])
    #expect(window(25, speech: nil, audioStart: 2) == [2, 21.9])
    #expect(window(21, speech: nil, audioStart: 3) == [3, 21])
  }

  @Test func onlyWhereItIsTooLongAndCalledFor() {
    #expect(window(20, speech: 5...12) == nil)
    #expect(window(25, speech: 5...12, .silent) == nil)
    #expect(window(25, speech: 5...12, .silent, trim: true) == [0, 19.9])
  }

  @Test func aTrimIsATranscode() {
    let long = plan {
      $0.duration = 25
      $0.speechStart = 5
      $0.speechEnd = 12
    }
    #expect(long.kind == .transcode)
    #expect(long.reasons == [.videoDuration])
    #expect(long.window == Plan.Window(start: 4.7, end: 12.3))
  }
}
