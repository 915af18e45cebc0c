extension Plan {
  /// The least work that mends every broken rule which can be mended.
  ///
  /// `impossible` where a broken `reject` has no mend; a broken `risk` or `note` without one stays
  /// what it is.
  public static func decide(
    clip: Clip, findings: [Finding], profile: Profile, options: Preflight.Options = .init()
  ) -> Plan {
    let profile = profile.narrowed(by: options)
    let broken = findings.filter { $0.status == .broken }
    var plan = Plan(
      kind: .passthrough, reasons: broken.filter { $0.mends != nil }.map(\.rule), picture: nil,
      sound: nil, window: nil, byteLimit: profile.byteLimit)

    let hopeless = broken.filter { $0.severity == .reject && $0.mends == nil }
    guard hopeless.isEmpty else {
      plan.kind = .impossible
      plan.reasons = hopeless.map(\.rule)
      return plan
    }

    plan.kind = least(for: Set(broken.compactMap(\.mends)), clip: clip, profile: profile)
    if plan.kind == .transcode {
      plan.picture = Picture(of: clip, profile: profile, options: options)
      plan.window = window(clip: clip, profile: profile, options: options)
    }
    if plan.kind == .transcode || plan.kind == .audioOnly {
      plan.sound = Sound(of: clip, profile: profile)
    }
    return plan
  }

  private static func least(
    for mends: Set<Finding.Mend>, clip: Clip, profile: Profile
  ) -> Kind {
    if mends.isEmpty { return .passthrough }
    if mends.contains(.transcode) || mends.contains(.trim) { return .transcode }
    // What is written is MP4, where the MP3 or PCM of an AVI or FLV file would be a new fault.
    let soundFits = !clip.hasSound || clip.audioCodec == "aac"
    if mends == [.remux], soundFits { return .remux }
    // New sound next to the old picture must not break the promise of size.
    let sound = Double(profile.producedAudioBitRate) / 8 * (clip.duration ?? 0)
    return Double(clip.bytes) + sound < Double(profile.byteLimit) ? .audioOnly : .transcode
  }
}

extension Clip {
  /// Whether there is a sound track that decodes.
  var hasSound: Bool { audioTracks > 0 && audioStream != nil }
}
