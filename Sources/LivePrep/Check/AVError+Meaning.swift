import Libav

extension AVError {
  /// What the error means to whoever handed over the clip.
  func meaning(path: String, watch: Watch, limits: Preflight.Limits) -> LivePrepError {
    switch watch.over {
    case .cancelled:
      return LivePrepError(.cancelled, "\(path): cancelled")
    case .deadline:
      return LivePrepError(
        .tryAgain,
        "\(path): took longer than \(Int(limits.deadline)) s and was given up; try a shorter clip, or allow more time"
      )
    case nil where log.contains("whitelist"):
      return LivePrepError(
        .unreadable,
        "\(path): is not a kind of video that is accepted (MP4, QuickTime, 3GP, AVI, FLV, WebM, Matroska, MPEG, Ogg); save it as MP4"
      )
    case nil:
      return LivePrepError(
        .unreadable, "\(path): cannot be read as video: \(self); record or export the clip again")
    }
  }
}
