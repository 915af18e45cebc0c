/// What the sandbox found in a video.
struct VideoMeasure: Sendable, Equatable {
  /// What the bytes are: `mp4`, `mov`, `avi`, `flv`, …
  var container: String
  /// Pixels as stored.
  var codedWidth: Int
  var codedHeight: Int
  /// Pixels as displayed.
  var width: Int
  var height: Int
  /// Seconds.
  var duration: Double
  /// Frames that were decoded.
  var frames: Int
  /// LUFS, integrated and the loudest 400 ms; `nil` without a decodable audio track. Silence is
  /// minus infinity.
  var loudness: (integrated: Double, momentary: Double)?

  static func == (a: VideoMeasure, b: VideoMeasure) -> Bool {
    a.container == b.container && a.codedWidth == b.codedWidth && a.codedHeight == b.codedHeight
      && a.width == b.width && a.height == b.height && a.duration == b.duration
      && a.frames == b.frames && a.loudness?.integrated == b.loudness?.integrated
      && a.loudness?.momentary == b.loudness?.momentary
  }
}

/// Measures a video by means of its own, apart from LivePrep's probe.
protocol VideoMeter: Sendable {
  /// - Throws: `Unmeasurable`.
  func measure(_ video: ArraySlice<UInt8>) throws(Unmeasurable) -> VideoMeasure
}

/// Why a video could not be measured.
enum Unmeasurable: Error, Sendable {
  /// No container that anything here knows, or no picture in it.
  case unknownFormat
  /// A known one that does not decode.
  case damaged
}
