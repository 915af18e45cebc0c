@testable import LivePrep

extension Clip {
  /// A clip that every rule is content with.
  static var good: Clip {
    var clip = Clip()
    clip.container = "mp4"
    clip.bytes = 1_200_000
    clip.duration = 6
    clip.width = 540
    clip.height = 960
    clip.codedWidth = 540
    clip.codedHeight = 960
    clip.rotation = 0
    clip.mirrored = false
    clip.pixelAspect = 1
    clip.videoCodec = "h264"
    clip.pixelFormat = "yuv420p"
    clip.transfer = "bt709"
    clip.primaries = "bt709"
    clip.interlaced = false
    clip.frameRate = 30
    clip.frames = 180
    clip.longestFrameGap = 0.04
    clip.meanLuma = 0.45
    clip.stillShare = 0.1
    clip.audioCodec = "aac"
    clip.sampleRate = 48_000
    clip.channels = 1
    clip.integratedLoudness = -20
    clip.maxMomentaryLoudness = -15
    clip.truePeak = -3
    clip.speechLevel = -22
    clip.noiseFloor = -60
    clip.speechSeconds = 3.5
    clip.speechStart = 1
    clip.speechEnd = 5
    clip.soundSeconds = 4
    clip.clippedShare = 0
    clip.audioStart = 0.02
    clip.audioEnd = -0.01
    clip.videoTracks = 1
    clip.audioTracks = 1
    clip.videoStream = 0
    clip.audioStream = 1
    return clip
  }

  func with(_ change: (inout Clip) -> Void) -> Clip {
    var clip = self
    change(&clip)
    return clip
  }

  /// The good clip without its sound.
  static var mute: Clip {
    good.with {
      $0.audioTracks = 0
      $0.audioStream = nil
      $0.audioCodec = nil
      $0.sampleRate = nil
      $0.channels = nil
      $0.integratedLoudness = nil
      $0.maxMomentaryLoudness = nil
      $0.truePeak = nil
      $0.speechLevel = nil
      $0.noiseFloor = nil
      $0.speechSeconds = nil
      $0.speechStart = nil
      $0.speechEnd = nil
      $0.soundSeconds = nil
      $0.clippedShare = nil
      $0.audioStart = nil
      $0.audioEnd = nil
    }
  }
}

extension Profile {
  static let lip = Profile()
  static let silent = Profile(target: .livenessRecognition, mode: .silent)
}
