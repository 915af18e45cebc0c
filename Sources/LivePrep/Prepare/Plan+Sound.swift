extension Plan.Sound {
  /// What becomes of the clip's sound where it is encoded again; nil where there is none.
  init?(of clip: Clip, profile: Profile) {
    guard clip.hasSound else { return nil }
    let gain = Self.gain(clip, profile)
    self.init(
      gain: gain, maximumGain: profile.maximumGain,
      loudness: gain > 0 ? profile.targetLoudness : nil, ceiling: profile.truePeakCeiling,
      channel: clip.betterChannel,
      sampleRate: [11_025, 22_050, 44_100, 88_200].contains(clip.sampleRate ?? 0) ? 44_100 : 48_000,
      bitRate: profile.producedAudioBitRate)
  }

  /// Brings speech that would be too quiet to the target; leaves everything else as loud as it is.
  /// Decided by what the produced mono sound would be: a mix may be quieter than the stereo.
  private static func gain(_ clip: Clip, _ profile: Profile) -> Double {
    guard profile.needsSpeech, let measured = clip.voiceLoudness, measured.isFinite else {
      return 0
    }
    let loudness = measured + (clip.monoOffset ?? 0)
    guard min(measured, loudness) < profile.minimumLoudness + margin else { return 0 }
    let gain = max(0, min(profile.maximumGain, profile.targetLoudness - loudness))
    return (gain * 100).rounded() / 100
  }

  /// Decibels that encoding may take away.
  private static let margin = 1.0
}
