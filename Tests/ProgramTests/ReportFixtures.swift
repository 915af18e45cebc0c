import Synchronization

@testable import LivePrep
@testable import LivePrepCLI

extension Clip {
  /// A clip as a phone records it: HEVC, HDR, on its side, too quiet, too big.
  static var phone: Clip {
    var clip = Clip()
    clip.container = "mov"
    clip.bytes = 12_400_312
    clip.duration = 6.0333333
    clip.width = 1080
    clip.height = 1920
    clip.codedWidth = 1920
    clip.codedHeight = 1080
    clip.rotation = 90
    clip.mirrored = false
    clip.pixelAspect = 1
    clip.videoCodec = "hevc"
    clip.pixelFormat = "yuv420p10le"
    clip.transfer = "arib-std-b67"
    clip.primaries = "bt2020"
    clip.interlaced = false
    clip.frameRate = 29.97
    clip.frames = 181
    clip.longestFrameGap = 0.04
    clip.meanLuma = 0.4
    clip.audioCodec = "aac"
    clip.sampleRate = 48_000
    clip.channels = 2
    clip.integratedLoudness = -38.2
    clip.maxMomentaryLoudness = -30.1
    clip.truePeak = -12
    clip.speechLevel = -34
    clip.noiseFloor = -61.5
    clip.speechSeconds = 3.4
    clip.soundSeconds = 3.6
    clip.clippedShare = 0
    clip.audioStart = 0
    clip.audioEnd = 0
    clip.monoOffset = 0
    clip.videoTracks = 1
    clip.audioTracks = 1
    clip.otherTracks = 1
    clip.videoStream = 0
    clip.audioStream = 1
    clip.privateTags = ["location"]
    return clip
  }

  /// What becomes of it.
  static var produced: Clip {
    var clip = phone
    clip.container = "mp4"
    clip.bytes = 412_005
    clip.width = 540
    clip.height = 960
    clip.codedWidth = 540
    clip.codedHeight = 960
    clip.rotation = 0
    clip.videoCodec = "h264"
    clip.pixelFormat = "yuv420p"
    clip.transfer = "bt709"
    clip.primaries = "bt709"
    clip.channels = 1
    clip.integratedLoudness = -20.04
    clip.maxMomentaryLoudness = -12
    clip.truePeak = -1.5
    clip.speechLevel = -16
    clip.noiseFloor = -43.5
    clip.stillShare = 0.8
    clip.otherTracks = 0
    clip.privateTags = []
    return clip
  }
}

extension Report {
  static func phone(_ change: (inout Clip) -> Void = { _ in }) -> Report {
    var clip = Clip.phone
    change(&clip)
    return Report(file: "a.mov", clip: clip, profile: Profile())
  }
}

extension Preparation {
  static var phone: Preparation {
    var seconds = Seconds()
    seconds.probe = 0.1204
    seconds.prepare = 1.5
    seconds.verify = 0.08
    seconds.total = 1.7004
    let before = Report.phone()
    return Preparation(
      file: "a.mov", output: "out.mp4", before: before,
      after: Report(file: "out.mp4", clip: .produced, profile: Profile()), plan: before.plan,
      bytesIn: 12_400_312, bytesOut: 412_005, seconds: seconds, work: Work())
  }

  static var dry: Preparation {
    var work = Preparation.phone
    work.output = nil
    work.after = nil
    work.bytesOut = nil
    work.seconds = Seconds()
    return work
  }
}

/// Runs the program without a process, and keeps what it says.
func program(
  _ words: [String], _ language: Language = .en
) async -> (status: ExitStatus, output: String, talk: String) {
  let said = Mutex((output: "", talk: ""))
  let console = Console(language: language) { stream, text in
    said.withLock {
      switch stream {
      case .output: $0.output += text
      case .error: $0.talk += text
      }
    }
    return true
  }
  let status = await Program.run(words, console)
  return said.withLock { (status, $0.output, $0.talk) }
}
