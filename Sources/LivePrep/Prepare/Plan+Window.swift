extension Plan {
  /// Seconds kept around speech.
  private static let margin = 0.3
  /// Seconds that the last frame and the sound encoder's padding may add to a window.
  private static let slack = 0.1

  /// The part of a clip that is too long which holds all its speech; nil where the clip is not too
  /// long, where cutting was not asked for, or where the speech itself is too long.
  static func window(clip: Clip, profile: Profile, options: Preflight.Options) -> Window? {
    guard profile.needsSpeech || options.trim, let duration = clip.measuredDuration,
      duration > profile.maximumDuration
    else { return nil }
    let longest = profile.maximumDuration - slack
    guard profile.needsSpeech, let first = clip.speechStart, let last = clip.speechEnd,
      last > first
    else {
      let start = profile.needsSpeech ? max(0, clip.audioStart ?? 0) : 0
      return Window(start: start, end: min(duration, start + longest))
    }
    let speech = last - first
    guard speech <= longest else { return nil }
    let shortest = max(profile.minimumDuration, profile.advisedDuration.lowerBound)
    let length = min(longest, max(speech + 2 * margin, shortest))
    let start = min(max(0, first - (length - speech) / 2), max(0, duration - length))
    return Window(start: start, end: min(duration, start + length))
  }
}
