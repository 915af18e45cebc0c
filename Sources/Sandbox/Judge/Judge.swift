/// The limits that a service would hold a video against, in the order in which it would notice.
struct Judge: Sendable {
  enum Mode: String, Sendable { case lip = "LIP", action = "ACTION", silent = "SILENT" }

  static let containers: Set<String> = ["mp4", "avi", "flv"]

  var limits: SandboxConfiguration.Limits
  var strictOrientation: Bool
  var meter: any VideoMeter

  /// - Returns: the first problem; `nil` where there is none.
  func problem(with video: ArraySlice<UInt8>, mode: Mode) -> Problem? {
    if video.isEmpty { return .emptyVideo }
    if video.count > limits.videoBytes { return .oversizedVideo }
    do throws(Unmeasurable) {
      return problem(with: try meter.measure(video), mode: mode)
    } catch {
      return error == .damaged ? .undecodable : .invalidVideo
    }
  }

  func problem(with measure: VideoMeasure, mode: Mode) -> Problem? {
    if !Self.containers.contains(measure.container) { return .invalidVideo }
    if measure.frames == 0 { return .undecodable }
    if strictOrientation && measure.codedWidth > measure.codedHeight
      && measure.width < measure.height
    {
      return .sideways
    }
    let width = strictOrientation ? measure.codedWidth : measure.width
    let height = strictOrientation ? measure.codedHeight : measure.height
    if min(width, height) < limits.shorterSide || max(width, height) < limits.longerSide {
      return .smallPicture
    }
    if measure.duration < limits.duration.lowerBound {
      return mode == .lip ? .shortSpeech : .shortVideo
    }
    if measure.duration > limits.duration.upperBound { return .longVideo }
    guard mode == .lip else { return nil }
    guard let loudness = measure.loudness, loudness.momentary > limits.audible else {
      return .noSound
    }
    return loudness.integrated < limits.loudness ? .quietSound : nil
  }
}
