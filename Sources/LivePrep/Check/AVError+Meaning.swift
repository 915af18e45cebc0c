import Libav

/// Why a clip cannot be measured at all: what is wrong and what to do, without its name.
struct Unreadable: Error {
  var reason: String
}

extension AVError {
  /// What the error says of the clip.
  var unreadable: Unreadable {
    log.contains("whitelist")
      ? Unreadable(
        reason:
          "not a kind of video that is accepted (MP4, QuickTime, 3GP, AVI, FLV, WebM, Matroska, MPEG, Ogg); save it as MP4"
      )
      : Unreadable(reason: "cannot be read as video: \(self); record or export the clip again")
  }

  /// What the error means to whoever called.
  func meaning(path: String, watch: Watch, limits: Preflight.Limits) -> LivePrepError {
    switch watch.over {
    case .cancelled:
      LivePrepError(.cancelled, "\(path): cancelled")
    case .deadline:
      LivePrepError(
        .tryAgain,
        "\(path): took longer than \(Int(limits.deadline)) s and was given up; try a shorter clip, or allow more time"
      )
    case nil:
      LivePrepError(.unreadable, "\(path): \(unreadable.reason)")
    }
  }
}
