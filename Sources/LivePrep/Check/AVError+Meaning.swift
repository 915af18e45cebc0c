import Libav

/// Why a clip cannot be measured at all: what is wrong and what to do, without its name.
struct Unreadable: Error {
  var reason: Words

  init(_ en: String, _ zh: String) { reason = Words(en, zh) }
}

extension Unreadable {
  /// As the caller gets to know it, with the clip's name.
  func error(_ path: String) -> LivePrepError {
    LivePrepError(.unreadable, "\(path): \(reason.en)", "\(path)：\(reason.zh)")
  }
}

extension AVError {
  /// What the error says of the clip.
  var unreadable: Unreadable {
    log.contains("whitelist")
      ? Unreadable(
        "not a kind of video that is accepted (MP4, QuickTime, 3GP, AVI, FLV, WebM, Matroska, MPEG, Ogg); save it as MP4",
        "不是可接受的视频格式（MP4、QuickTime、3GP、AVI、FLV、WebM、Matroska、MPEG、Ogg），请保存为 MP4")
      : Unreadable(
        "cannot be read as video: \(self); record or export the clip again",
        "无法作为视频读取：\(self)；请重新录制或导出")
  }

  /// What the error means to whoever called.
  func meaning(path: String, watch: Watch, limits: Preflight.Limits) -> LivePrepError {
    switch watch.over {
    case .cancelled:
      LivePrepError(.cancelled, "\(path): cancelled", "\(path)：已取消")
    case .deadline:
      LivePrepError(
        .tryAgain,
        "\(path): took longer than \(figure(limits.deadline)) s and was given up; try a shorter clip, or allow more time",
        "\(path)：处理超过 \(figure(limits.deadline)) 秒，已放弃；请使用更短的视频，或放宽时限")
    case nil:
      unreadable.error(path)
    }
  }
}
