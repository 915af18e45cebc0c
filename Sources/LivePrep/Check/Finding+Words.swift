extension Finding {
  /// What was measured, with its unit, in English; nil where nothing was.
  public var measuredText: String? { measuredWords?.en }

  /// What was measured, with its unit; nil where nothing was.
  public var measuredWords: Words? {
    switch measured {
    case .number(let value):
      guard let unit else { return Words(figure(value)) }
      return Words("\(figure(value)) \(unit)", "\(figure(value)) \(Self.chinese[unit] ?? unit)")
    case .text(let words): return words
    case nil: return nil
    }
  }

  /// Units as a Chinese reader writes them; the others are international.
  private static let chinese = [
    "bytes": "字节", "s": "秒", "s of sound": "秒声音", "s without a frame": "秒无画面",
    "s from the first frame to the sound": "秒（首帧到声音起点）",
    "s from the last frame to the end of the sound": "秒（末帧到声音终点）",
    "% still or black": "% 静止或黑屏", "s of speech": "秒语音",
  ]
}
