/// The work that the findings call for: a value, decided before anything is done.
public struct Plan: Sendable, Equatable, Codable {
  /// Least work first.
  public enum Kind: String, Sendable, Codable {
    case passthrough, remux
    case audioOnly = "audio-only"
    case transcode, impossible
  }

  /// What becomes of the picture.
  public struct Picture: Sendable, Equatable, Codable {
    /// Pixels of the produced picture, as displayed; even.
    public var width: Int
    public var height: Int
    /// Degrees to turn the stored picture clockwise, after flipping it where `mirrored`.
    public var rotation: Int
    public var mirrored: Bool
    /// Frames per second as a fraction: numerator, denominator.
    public var frameRate: [Int]
    /// Whether HDR is brought to BT.709.
    public var toneMapped: Bool
    public var deinterlaced: Bool
  }

  /// What becomes of the sound.
  public struct Sound: Sendable, Equatable, Codable {
    /// Decibels, before the limiter; raised up to `maximumGain` by what the limiter takes away.
    public var gain: Double
    public var maximumGain: Double
    /// LUFS that the gain aims at; `nil`: as loud as it is.
    public var loudness: Double?
    /// dBTP.
    public var ceiling: Double
    /// The channel to take; `nil`: the mix of all.
    public var channel: Int?
    /// Hertz: 44,100 or 48,000.
    public var sampleRate: Int
    /// Bits per second.
    public var bitRate: Int
  }

  /// A part of the clip, seconds from its start.
  public struct Window: Sendable, Equatable, Codable {
    public var start: Double
    public var end: Double
  }

  public var kind: Kind
  /// Rules that call for the work, in the order of the table; for `impossible` those that nothing mends.
  public var reasons: [RuleID]
  /// `nil`: copied as it is.
  public var picture: Picture?
  /// `nil`: copied as it is, or there is none.
  public var sound: Sound?
  /// `nil`: the whole clip.
  public var window: Window?
  /// The result is smaller than this many bytes.
  public var byteLimit: Int
}
