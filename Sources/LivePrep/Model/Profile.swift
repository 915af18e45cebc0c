/// A target's limits as data: every figure that decides a finding or shapes what is produced.
///
/// The services publish the limits on bytes, picture and duration; those on sound, light and motion
/// are our policy. All of them can be overridden.
public struct Profile: Sendable, Equatable {
  public var target: Target
  public var mode: Mode

  // MARK: The file

  /// A clip must be smaller than this many bytes. Source: "recommended below 3 MB" of
  /// `livedetectfour`; kept for every target, because bytes cost upload time.
  public var byteLimit = 3_000_000
  /// The whole request must not exceed this many bytes: the 6 MB of calls 1–4, and 8,000,000
  /// characters of Base64 for the others. Source: code 23, `LivenessRecognition`.
  public var requestLimit = 6_000_000
  /// Containers that may pass untouched. Source: `LivenessRecognition`.
  public var containers: Set<String> = ["mp4", "avi", "flv"]

  // MARK: The picture

  /// Displayed shorter side, pixels. Source: −5015.
  public var minimumShorterSide = 270
  /// Displayed longer side, pixels. Source: −5015.
  public var minimumLongerSide = 480
  /// Frames per second, measured.
  public var minimumFrameRate = 10.0
  /// Seconds between two frames.
  public var maximumFrameGap = 0.5
  /// Mean luma of the sampled frames, 0 (black) to 1 (white).
  public var exposure = 0.12...0.88
  /// Share of the clip whose picture stands still or is black.
  public var maximumStillShare = 0.5

  // MARK: Time

  /// Seconds. Source: `SilentTooShort`.
  public var minimumDuration = 2.0
  /// Seconds. Source: `VideoDurationExceeded`.
  public var maximumDuration = 20.0
  /// Seconds; spoken digits outside are a risk. Source: `LipSizeError`, "around 6 s".
  public var sensibleDuration = 3.0...12.0
  /// Seconds; spoken digits outside are worth a note.
  public var advisedDuration = 4.0...8.0
  /// Seconds between the start of the sound and the start of the picture.
  public var maximumStartOffset = 0.2
  /// Seconds between the end of the sound and the end of the picture.
  public var maximumEndOffset = 1.0

  // MARK: The sound

  /// LUFS, integrated; below it the service would answer −5013.
  public var minimumLoudness = -35.0
  /// LUFS, momentary; a track that never reaches it carries nothing (−5007).
  public var audibleLoudness = -55.0
  /// Seconds of sound in all; less is a click.
  public var minimumSound = 0.3
  /// LUFS, integrated; below it gain would raise noise, not speech.
  public var mendableLoudness = -50.0
  /// LUFS that gain aims at.
  public var targetLoudness = -20.0
  /// Decibels.
  public var maximumGain = 30.0
  /// dBTP that no produced sample exceeds.
  public var truePeakCeiling = -1.5
  /// Decibels from the noise floor to the speech.
  public var minimumSpeechToNoise = 10.0
  /// Share of samples at full scale.
  public var maximumClippedShare = 0.001

  // MARK: What is produced

  /// Pixels; a larger picture is reduced to it.
  public var producedShorterSide = 540
  /// Frames per second.
  public var producedFrameRate = 30.0
  /// Bits per second of the produced sound.
  public var producedAudioBitRate = 64_000

  public init(target: Target = .livedetectfour, mode: Mode? = nil) {
    self.target = target
    self.mode = mode ?? target.modes[0]
  }

  /// Whether the person has to be heard.
  public var needsSpeech: Bool { mode == .lip }
}
