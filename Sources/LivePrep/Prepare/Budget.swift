/// Divides the bytes that a file may have: so much for the sound, so much for the container, the rest
/// for the picture.
struct Budget: Equatable {
  /// The file stays smaller than this many bytes.
  var byteLimit: Int
  /// Seconds of what is produced.
  var duration: Double
  var frameRate: Double
  /// Bits per second; 0 where there is no sound.
  var audioBitRate: Int

  /// Seconds over which the picture's rate is evened out.
  static let buffer = 1.0
  /// H.264 High at level 4.0. Source: ITU-T H.264, table A-1.
  private static let levelLimit = 25_000_000.0
  /// Bits per second below which no face can be made out.
  private static let leastPicture = 24_000.0

  /// Bytes of the MP4 boxes: fixed ones, and what each frame takes in the tables.
  private var overhead: Double {
    let audioFrames = audioBitRate > 0 ? duration * 48 : 0
    return 2000 + duration * frameRate * 16 + audioFrames * 8
  }

  /// Bits per second that the picture may take at most: with the buffer full at the start, the whole
  /// stays below the limit. `nil` where too little is left for a picture.
  var pictureBitRate: Int? {
    let sound = Double(audioBitRate) / 8 * (duration + 0.1)
    let left = Double(byteLimit) * 0.985 - overhead - sound
    let rate = min(Self.levelLimit, left * 8 / (duration + Self.buffer))
    return rate >= Self.leastPicture ? Int(rate) : nil
  }

  /// What to try one after the other: the share of the picture's rate, and of its sides.
  static let attempts: [(rate: Double, side: Double)] = [(1, 1), (0.8, 1), (0.7, 0.75), (0.5, 0.6)]
}
