import Testing

@testable import LivePrep

/// One clip that differs from the good one, and what one rule makes of it.
struct RuleCase: Sendable, CustomTestStringConvertible {
  var rule: RuleID
  /// `status`, with the severity where it is broken and the mend where there is one.
  var expected: String
  var measured: String?
  var profile = Profile.lip
  var options = Preflight.Options()
  var name: String
  var clip: Clip

  init(
    _ rule: RuleID, _ expected: String, _ measured: String?, _ name: String,
    _ profile: Profile = .lip, _ change: (inout Clip) -> Void
  ) {
    self.rule = rule
    self.expected = expected
    self.measured = measured
    self.name = name
    self.profile = profile
    clip = Clip.good.with(change)
  }

  var testDescription: String { "\(rule.rawValue): \(name)" }
}

extension RuleCase {
  static let all = file + video + duration + audio

  static let file: [RuleCase] = [
    RuleCase(.fileReadable, "met", "mp4", "good") { _ in },
    RuleCase(.fileReadable, "broken reject", "no known kind of video file", "nothing") {
      $0.container = nil
    },
    RuleCase(.fileReadable, "broken reject", "no video track", "only sound") { $0.videoTracks = 0 },
    RuleCase(.fileReadable, "broken reject", "no picture decodes", "no frame") { $0.frames = 0 },
    RuleCase(.fileReadable, "broken reject", "no picture decodes", "no size") { $0.width = nil },
    RuleCase(.fileReadable, "broken reject", "ends early; bad frame", "damaged") {
      $0.damage = [Words("ends early"), Words("bad frame")]
    },
    RuleCase(.fileReadable, "unknown", nil, "frames not counted") { $0.frames = nil },

    RuleCase(.fileContainer, "met", "mp4", "mp4") { _ in },
    RuleCase(.fileContainer, "met", "avi", "avi") { $0.container = "avi" },
    RuleCase(.fileContainer, "met", "flv", "flv") { $0.container = "flv" },
    RuleCase(.fileContainer, "broken reject remux", "mov", "QuickTime") { $0.container = "mov" },
    RuleCase(.fileContainer, "broken reject remux", "3gp", "3GP") { $0.container = "3gp" },
    RuleCase(.fileContainer, "unknown", nil, "unknown") { $0.container = nil },

    RuleCase(.fileStreams, "met", "1 video, 1 audio", "plain") { _ in },
    RuleCase(.fileStreams, "met", "1 video, 0 audio", "mute") { $0.audioTracks = 0 },
    RuleCase(
      .fileStreams, "broken risk remux", "1 video, 2 audio; audio of stream 2", "two sounds"
    ) {
      $0.audioTracks = 2
      $0.audioStream = 2
    },
    RuleCase(
      .fileStreams, "broken risk remux", "2 video, 1 audio, 1 other; video of stream 0",
      "two pictures, timed metadata"
    ) {
      $0.videoTracks = 2
      $0.otherTracks = 1
    },
    RuleCase(.fileStreams, "unknown", nil, "no tracks") { $0.videoTracks = 0 },

    RuleCase(.fileSize, "met", "2999999 bytes", "just below") { $0.bytes = 2_999_999 },
    RuleCase(.fileSize, "broken reject transcode", "3000000 bytes", "at the limit") {
      $0.bytes = 3_000_000
    },
    RuleCase(.fileSize, "unknown", nil, "not measured") { $0.bytes = 0 },

    RuleCase(.privacyMetadata, "met", "none", "clean") { _ in },
    RuleCase(.privacyMetadata, "broken note remux", "location, model", "a phone's tags") {
      $0.privateTags = ["location", "model"]
    },
    RuleCase(.privacyMetadata, "unknown", nil, "not read") { $0.container = nil },
  ]

  static let video: [RuleCase] = [
    RuleCase(.videoCodec, "met", "h264 yuv420p", "plain") { _ in },
    RuleCase(.videoCodec, "met", "h264 yuvj420p", "full range") { $0.pixelFormat = "yuvj420p" },
    RuleCase(.videoCodec, "broken reject transcode", "hevc yuv420p10le", "HEVC") {
      $0.videoCodec = "hevc"
      $0.pixelFormat = "yuv420p10le"
    },
    RuleCase(.videoCodec, "broken reject transcode", "h264 yuv420p10le", "10 bit") {
      $0.pixelFormat = "yuv420p10le"
    },
    RuleCase(.videoCodec, "broken reject transcode", "h264 yuv444p", "4:4:4") {
      $0.pixelFormat = "yuv444p"
    },
    RuleCase(.videoCodec, "broken reject transcode", "h264 yuv420p interlaced", "interlaced") {
      $0.interlaced = true
    },
    RuleCase(.videoCodec, "unknown", nil, "no codec") { $0.videoCodec = nil },
    RuleCase(.videoCodec, "unknown", nil, "no format") { $0.pixelFormat = nil },
    RuleCase(.videoCodec, "unknown", nil, "no field order") { $0.interlaced = nil },

    RuleCase(.videoResolution, "met", "270x480", "the least") {
      $0.width = 270
      $0.height = 480
    },
    RuleCase(.videoResolution, "met", "480x270", "the least, lying") {
      $0.width = 480
      $0.height = 270
    },
    RuleCase(.videoResolution, "met", "480x480", "square") {
      $0.width = 480
      $0.height = 480
    },
    RuleCase(.videoResolution, "broken reject", "269x480", "one too narrow") {
      $0.width = 269
      $0.height = 480
    },
    RuleCase(.videoResolution, "broken reject", "270x479", "one too low") {
      $0.width = 270
      $0.height = 479
    },
    RuleCase(.videoResolution, "broken reject", "240x426", "240p") {
      $0.width = 240
      $0.height = 426
    },
    RuleCase(.videoResolution, "unknown", nil, "unknown") { $0.height = nil },

    RuleCase(.videoOrientation, "met", "upright", "upright") { _ in },
    RuleCase(.videoOrientation, "met", "upright", "aspect within 1 %") { $0.pixelAspect = 1.0099 },
    RuleCase(.videoOrientation, "broken risk transcode", "turned by 90°", "phone") {
      $0.rotation = 90
    },
    RuleCase(
      .videoOrientation, "broken risk transcode", "turned by 180°, mirrored, pixel aspect 1.333",
      "everything"
    ) {
      $0.rotation = 180
      $0.mirrored = true
      $0.pixelAspect = 4.0 / 3
    },
    RuleCase(.videoOrientation, "broken risk transcode", "mirrored", "mirrored, rest unknown") {
      $0.rotation = nil
      $0.mirrored = true
    },
    RuleCase(.videoOrientation, "unknown", nil, "no rotation") { $0.rotation = nil },
    RuleCase(.videoOrientation, "unknown", nil, "no aspect") { $0.pixelAspect = nil },

    RuleCase(.videoFrameRate, "met", "10 fps", "the least") { $0.frameRate = 10 },
    RuleCase(.videoFrameRate, "met", "30 fps", "gap at the limit") { $0.longestFrameGap = 0.5 },
    RuleCase(.videoFrameRate, "broken risk", "8.8 fps", "webcam") { $0.frameRate = 8.8 },
    RuleCase(.videoFrameRate, "broken risk", "0.75 s without a frame", "gap") {
      $0.longestFrameGap = 0.75
    },
    RuleCase(.videoFrameRate, "unknown", nil, "no rate") { $0.frameRate = nil },
    RuleCase(.videoFrameRate, "unknown", nil, "no gaps") { $0.longestFrameGap = nil },

    RuleCase(.videoDynamicRange, "met", "bt709, bt709", "SDR") { _ in },
    RuleCase(.videoDynamicRange, "broken risk transcode", "arib-std-b67, bt2020", "HLG") {
      $0.transfer = "arib-std-b67"
      $0.primaries = "bt2020"
    },
    RuleCase(.videoDynamicRange, "broken risk transcode", "smpte2084", "PQ") {
      $0.transfer = "smpte2084"
      $0.primaries = nil
    },
    RuleCase(.videoDynamicRange, "broken risk transcode", "bt709, bt2020", "wide gamut") {
      $0.primaries = "bt2020"
    },
    RuleCase(.videoDynamicRange, "unknown", nil, "untagged") {
      $0.transfer = nil
      $0.primaries = nil
    },
    RuleCase(.videoDynamicRange, "unknown", nil, "FFmpeg's placeholder") {
      $0.transfer = "unknown"
      $0.primaries = "unknown"
    },

    RuleCase(.videoExposure, "met", "0.12", "just light enough") { $0.meanLuma = 0.12 },
    RuleCase(.videoExposure, "met", "0.88", "just dark enough") { $0.meanLuma = 0.88 },
    RuleCase(.videoExposure, "broken risk", "0.119", "too dark") { $0.meanLuma = 0.119 },
    RuleCase(.videoExposure, "broken risk", "0.9", "too bright") { $0.meanLuma = 0.9 },
    RuleCase(.videoExposure, "unknown", nil, "unknown") { $0.meanLuma = nil },

    RuleCase(.videoMotion, "met", "50 % still or black", "half") { $0.stillShare = 0.5 },
    RuleCase(.videoMotion, "broken risk", "51 % still or black", "most") { $0.stillShare = 0.51 },
    RuleCase(.videoMotion, "unknown", nil, "unknown") { $0.stillShare = nil },
  ]

  static let duration: [RuleCase] = [
    RuleCase(.videoDuration, "met", "6 s", "good") { $0.duration = 6 },
    RuleCase(.videoDuration, "met", "4 s", "advised, shortest") { $0.duration = 4 },
    RuleCase(.videoDuration, "met", "8 s", "advised, longest") { $0.duration = 8 },
    RuleCase(.videoDuration, "broken note", "3.9 s", "rather short") { $0.duration = 3.9 },
    RuleCase(.videoDuration, "broken note", "3 s", "sensible, shortest") { $0.duration = 3 },
    RuleCase(.videoDuration, "broken note", "12 s", "sensible, longest") { $0.duration = 12 },
    RuleCase(.videoDuration, "broken risk", "2.9 s", "short") { $0.duration = 2.9 },
    RuleCase(.videoDuration, "broken risk", "12.1 s", "long") { $0.duration = 12.1 },
    RuleCase(.videoDuration, "broken risk", "2 s", "shortest") { $0.duration = 2 },
    RuleCase(.videoDuration, "broken risk", "20 s", "longest") { $0.duration = 20 },
    RuleCase(.videoDuration, "broken risk", "20 s", "longest, an ulp over") {
      $0.duration = 20.000_000_1
    },
    RuleCase(.videoDuration, "broken reject", "1.999 s", "too short") { $0.duration = 1.999 },
    RuleCase(.videoDuration, "broken reject trim", "25 s", "too long") { $0.duration = 25 },
    RuleCase(.videoDuration, "broken reject", "25 s", "speech too long") {
      $0.duration = 25
      $0.speechStart = 1
      $0.speechEnd = 24
    },
    RuleCase(.videoDuration, "met", "15 s", "no speech wanted", .silent) { $0.duration = 15 },
    RuleCase(.videoDuration, "met", "2 s", "no speech wanted, shortest", .silent) {
      $0.duration = 2
    },
    RuleCase(.videoDuration, "broken reject", "25 s", "no cut unless asked", .silent) {
      $0.duration = 25
    },
    RuleCase(.videoDuration, "unknown", nil, "unknown") { $0.duration = nil },
  ]

  static let audio: [RuleCase] = [
    RuleCase(.audioCodec, "met", "aac", "AAC") { _ in },
    RuleCase(.audioCodec, "met", "aac", "AAC without speech", .silent) { _ in },
    RuleCase(.audioCodec, "met", "mp3", "MP3 in FLV") {
      $0.container = "flv"
      $0.audioCodec = "mp3"
    },
    RuleCase(.audioCodec, "met", "pcm_s16le", "PCM in AVI") {
      $0.container = "avi"
      $0.audioCodec = "pcm_s16le"
    },
    RuleCase(.audioCodec, "broken risk audio-only", "pcm_mulaw", "telephone in AVI") {
      $0.container = "avi"
      $0.audioCodec = "pcm_mulaw"
    },
    RuleCase(.audioCodec, "broken risk audio-only", "mp3", "MP3 in MP4") { $0.audioCodec = "mp3" },
    RuleCase(.audioCodec, "broken risk audio-only", "opus", "Opus") {
      $0.container = "webm"
      $0.audioCodec = "opus"
    },
    RuleCase(.audioCodec, "broken risk", "ac4", "does not decode") {
      $0.audioCodec = "ac4"
      $0.audioStream = nil
    },
    RuleCase(.audioCodec, "met", "aac", "one channel is empty") {
      $0.channels = 2
      $0.betterChannel = 0
      $0.monoOffset = 0
    },
    RuleCase(
      .audioCodec, "broken risk audio-only", "aac whose channels cancel out but for channel 1",
      "inverted"
    ) {
      $0.channels = 2
      $0.betterChannel = 1
      $0.monoOffset = -3
    },
    RuleCase(.audioCodec, "met", "aac", "inverted, where nobody speaks", .silent) {
      $0.channels = 2
      $0.betterChannel = 1
      $0.monoOffset = -3
    },
    RuleCase(.audioCodec, "unknown", nil, "unknown") { $0.audioCodec = nil },
    RuleCase(.audioCodec, "not-applicable", nil, "mute") { $0.audioTracks = 0 },

    RuleCase(.audioPresent, "met", "aac, 48000 Hz, 1 channel", "there") { _ in },
    RuleCase(.audioPresent, "broken reject", "no audio track", "mute") { $0.audioTracks = 0 },
    RuleCase(.audioPresent, "broken reject", "no audio track decodes", "undecodable") {
      $0.audioStream = nil
    },
    RuleCase(.audioPresent, "unknown", nil, "not read") { $0.container = nil },
    RuleCase(.audioPresent, "not-applicable", nil, "no speech wanted", .silent) {
      $0.audioTracks = 0
    },

    RuleCase(.audioAudible, "met", "-55 LUFS", "just audible") { $0.maxMomentaryLoudness = -55 },
    RuleCase(.audioAudible, "broken reject", "-55.1 LUFS", "inaudible") {
      $0.maxMomentaryLoudness = -55.1
    },
    RuleCase(.audioAudible, "met", "-15 LUFS", "just enough sound") { $0.soundSeconds = 0.3 },
    RuleCase(.audioAudible, "broken reject", "0.29 s of sound", "a click") {
      $0.soundSeconds = 0.29
    },
    RuleCase(.audioAudible, "broken reject", "silence", "digital silence") {
      $0.integratedLoudness = nil
      $0.maxMomentaryLoudness = nil
      $0.soundSeconds = 0
    },
    RuleCase(.audioAudible, "broken reject", "silence", "digital silence, as minus infinity") {
      $0.integratedLoudness = nil
      $0.maxMomentaryLoudness = -.infinity
      $0.soundSeconds = 0
    },
    RuleCase(.audioAudible, "unknown", nil, "not measured") {
      $0.maxMomentaryLoudness = nil
      $0.soundSeconds = nil
    },
    RuleCase(.audioAudible, "unknown", nil, "sound not counted") { $0.soundSeconds = nil },
    RuleCase(.audioAudible, "not-applicable", nil, "mute") { $0.audioTracks = 0 },
    RuleCase(.audioAudible, "not-applicable", nil, "no speech wanted", .silent) {
      $0.soundSeconds = 0
    },

    RuleCase(.audioLevel, "met", "-35 LUFS", "just loud enough") { $0.integratedLoudness = -35 },
    RuleCase(.audioLevel, "broken reject gain", "-35.1 LUFS", "quiet") {
      $0.integratedLoudness = -35.1
    },
    RuleCase(.audioLevel, "broken reject gain", "-50 LUFS", "just mendable") {
      $0.integratedLoudness = -50
    },
    RuleCase(.audioLevel, "broken reject", "-50.1 LUFS", "too quiet to mend") {
      $0.integratedLoudness = -50.1
    },
    RuleCase(.audioLevel, "not-applicable", nil, "silence is another rule's") {
      $0.integratedLoudness = nil
      $0.maxMomentaryLoudness = nil
      $0.soundSeconds = 0
    },
    RuleCase(.audioLevel, "unknown", nil, "not measured") { $0.integratedLoudness = nil },
    RuleCase(.audioLevel, "not-applicable", nil, "no speech wanted", .silent) {
      $0.integratedLoudness = -45
    },

    RuleCase(.audioNoise, "met", "10 dB", "just clear") {
      $0.speechLevel = -30
      $0.noiseFloor = -40
    },
    RuleCase(.audioNoise, "broken risk", "9.9 dB", "noisy") {
      $0.speechLevel = -30
      $0.noiseFloor = -39.9
    },
    RuleCase(.audioNoise, "unknown", nil, "no speech level") { $0.speechLevel = nil },
    RuleCase(.audioNoise, "not-applicable", nil, "no speech wanted", .silent) { _ in },

    RuleCase(.audioClipping, "met", "0.1 %", "at the limit") { $0.clippedShare = 0.001 },
    RuleCase(.audioClipping, "broken risk", "0.2 %", "clipped") { $0.clippedShare = 0.002 },
    RuleCase(.audioClipping, "unknown", nil, "unknown") { $0.clippedShare = nil },

    RuleCase(.audioSync, "met", "0.2 s", "at the limit") { $0.audioStart = 0.2 },
    RuleCase(
      .audioSync, "broken risk transcode", "0.21 s from the first frame to the sound", "late"
    ) { $0.audioStart = 0.21 },
    RuleCase(
      .audioSync, "broken risk transcode", "-0.5 s from the first frame to the sound", "early"
    ) { $0.audioStart = -0.5 },
    RuleCase(
      .audioSync, "broken risk", "-1.1 s from the last frame to the end of the sound", "ends early"
    ) { $0.audioEnd = -1.1 },
    RuleCase(.audioSync, "met", "0.02 s", "ends at the limit") { $0.audioEnd = 1 },
    RuleCase(.audioSync, "unknown", nil, "no end") { $0.audioEnd = nil },
    RuleCase(.audioSync, "not-applicable", nil, "mute") { $0.audioTracks = 0 },
  ]
}
