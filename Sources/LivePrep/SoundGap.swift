/// Holes in the sound, told by the times that it comes with.
enum SoundGap {
  /// Sound and picture that drift further apart than this are brought together again, seconds.
  private static let tolerance = 0.05
  /// Seconds from which on no sound is missing: the clock is wrong.
  private static let longest = 60.0

  /// Seconds that are missing before sound that comes with the time `time`.
  /// - Parameters:
  ///   - end: of the sound before it, on the same clock.
  ///   - isFirst: nothing came before it, and it is placed exactly.
  static func length(after end: Double, before time: Double, isFirst: Bool = false) -> Double {
    let gap = time - end
    return gap > (isFirst ? 0 : tolerance) && gap < longest ? gap : 0
  }
}
