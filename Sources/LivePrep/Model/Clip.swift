/// What was measured of one file. A value that could not be known is `nil`, never zero.
public struct Clip: Sendable, Equatable, Codable {
  // MARK: The file

  /// What the bytes are, never what the name says: `mp4`, `mov`, `3gp`, `avi`, `flv`, `webm`,
  /// `matroska`, `mpegts`, `mpeg`, `ogg`.
  public var container: String?
  public var bytes: Int64 = 0
  /// Seconds from the first to the end of the last thing shown or heard.
  public var duration: Double?

  /// Seconds on the file's own clock at which the first frame is shown.
  public var startTime: Double?

  // MARK: The picture

  /// Pixels as displayed: turned, and with square pixels.
  public var width: Int?
  public var height: Int?
  /// Pixels as stored.
  public var codedWidth: Int?
  public var codedHeight: Int?
  /// Degrees that the stored picture is turned clockwise for display: 0, 90, 180 or 270.
  public var rotation: Int?
  /// Whether the stored picture is flipped left to right for display, before it is turned.
  public var mirrored: Bool?
  /// Width of a pixel over its height.
  public var pixelAspect: Double?
  /// FFmpeg's name: `h264`, `hevc`, `vp8`, …
  public var videoCodec: String?
  /// FFmpeg's name: `yuv420p`, `yuv420p10le`, …
  public var pixelFormat: String?
  /// FFmpeg's name of the transfer characteristic: `bt709`, `arib-std-b67` (HLG), `smpte2084` (PQ), …
  public var transfer: String?
  /// FFmpeg's name of the colour primaries: `bt709`, `bt2020`, …
  public var primaries: String?
  public var interlaced: Bool?
  /// Frames per second, measured from the frames' own times.
  public var frameRate: Double?
  public var frames: Int?
  /// Seconds.
  public var longestFrameGap: Double?
  /// Mean luma of the sampled frames, 0 (black) to 1 (white).
  public var meanLuma: Double?
  /// Share of the sampled time in which the picture stood still or was black, 0 to 1.
  public var stillShare: Double?

  // MARK: The sound

  /// FFmpeg's name: `aac`, `opus`, `pcm_s16le`, …
  public var audioCodec: String?
  /// Hertz.
  public var sampleRate: Int?
  public var channels: Int?
  /// LUFS, EBU R128; `nil` where nothing passed the gate (silence).
  public var integratedLoudness: Double?
  /// LUFS, EBU R128 without the moments of pops: short bursts, far above all else, that are no voice.
  public var speechLoudness: Double?
  /// LUFS, the loudest 400 ms.
  public var maxMomentaryLoudness: Double?
  /// dBTP.
  public var truePeak: Double?
  /// dBFS: what the short-term energies reach in speech.
  public var speechLevel: Double?
  /// dBFS: what the short-term energies fall back to.
  public var noiseFloor: Double?
  /// Seconds of speech.
  public var speechSeconds: Double?
  /// Where the first and the last speech stand, seconds from the start of the clip.
  public var speechStart: Double?
  public var speechEnd: Double?
  /// Seconds in which the sound is above audibility, a click or a pop not counted as more than it is.
  public var soundSeconds: Double?
  /// Share of samples at full scale, 0 to 1.
  public var clippedShare: Double?
  /// The channel to take instead of the mix of all, because the mix would cancel out; `nil`: mix.
  public var betterChannel: Int?
  /// dB by which what is heard of the produced mono sound differs from `integratedLoudness`.
  public var monoOffset: Double?
  /// Seconds from the first frame to the first sound; negative where the sound starts earlier.
  public var audioStart: Double?
  /// Seconds from the end of the picture to the end of the sound.
  public var audioEnd: Double?

  // MARK: The rest

  /// Tracks by kind; cover art is counted with `otherTracks`.
  public var videoTracks = 0
  public var audioTracks = 0
  public var otherTracks = 0
  /// Which streams were measured: indices as `ffprobe` counts them.
  public var videoStream: Int?
  public var audioStream: Int?
  /// Names of tags that tell where, with what or by whom it was filmed; never their values.
  public var privateTags: [String] = []
  /// What went wrong while it was read or decoded, in words; empty where nothing did.
  public var damage: [Words] = []

  public init() {}

  /// LUFS that the voice is judged by: one pop can lift the loudness of all above that of the speech.
  public var voiceLoudness: Double? {
    [integratedLoudness, speechLoudness].compactMap { $0 }.min()
  }
}
