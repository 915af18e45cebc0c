import Libav

/// Looks at what was produced as a stranger would: decodes all of it, puts it to the same rules, and
/// compares it with what the clip promised.
struct Verify {
  var before: Clip
  /// What some of the clip's frames look like.
  var looks: [PictureProbe.Look]
  var plan: Plan
  var profile: Profile
  var options: Preflight.Options
  var limits: Preflight.Limits
  var watch: Watch

  /// - Returns: the report on what was produced.
  /// - Throws: `Fault` where it must not be handed over.
  func check(_ sink: ByteSink, as file: String) throws -> Report {
    var deep = options
    deep.depth = .deep
    let probe = Probe(profile: profile, depth: .deep, limits: limits, watch: watch)
    let (after, shown) = try measure(sink, with: probe)
    let report = Report(file: file, clip: after, profile: profile, options: deep)
    let faults = faults(report) + strangers(among: shown, report.clip)
    guard faults.isEmpty else { throw Fault(reasons: faults) }
    return report
  }

  private func measure(
    _ sink: ByteSink, with probe: Probe
  ) throws -> (Clip, [PictureProbe.Look]) {
    do {
      let measured = try probe.measure(ByteSource(sink, watch: watch))
      return (measured.clip, measured.looks)
    } catch let error as Unreadable {
      throw Fault(reasons: [error.reason])
    }
  }

  /// What was produced is not what was meant.
  struct Fault: Error {
    var reasons: [String]
  }

  /// Seconds by which durations may differ: one frame at the slowest rate, and the sound encoder's
  /// padding.
  private static let drift = 0.25
  /// Share of the speech that must be found again.
  private static let speechKept = 0.7
  /// Difference in mean luma that scaling and encoding do not make.
  private static let lumaDrift = 0.06

  /// Likeness below which a frame is not the one that was filmed at that time.
  private static let likeness: Float = 0.85

  /// Finds frames that do not look like the clip's own at the same time: turned, flipped, black,
  /// green, or of another moment.
  private func strangers(among shown: [PictureProbe.Look], _ after: Clip) -> [String] {
    let orientation =
      plan.picture.map { Orientation(rotation: $0.rotation, mirrored: $0.mirrored) }
      ?? Orientation()
    let sourceStart = (before.startTime ?? 0) + min(0, before.audioStart ?? 0)
    let shift = (plan.window?.start ?? 0) + sourceStart
    let ownStart = (after.startTime ?? 0) + min(0, after.audioStart ?? 0)
    var compared = 0
    var strange = 0
    for look in looks {
      let time = look.time - shift + ownStart
      guard
        let nearest = shown.min(by: { abs($0.time - time) < abs($1.time - time) }),
        abs(nearest.time - time) < 0.06,
        let likeness = look.grid.upright(orientation).likeness(to: nearest.grid)
      else { continue }
      compared += 1
      if likeness < Self.likeness { strange += 1 }
    }
    return strange * 2 > compared
      ? ["\(strange) of \(compared) frames do not look like the clip's own"] : []
  }

  private func faults(_ report: Report) -> [String] {
    let after = report.clip
    var faults = report.findings
      .filter { $0.status == .broken && ($0.severity == .reject || $0.mends != nil) }
      .map { "\($0.rule.rawValue) is \($0.measuredText ?? "not met")" }
    if let picture = plan.picture, after.width.map({ $0 > picture.width }) ?? true {
      faults.append("the picture is \(after.width ?? 0) pixels wide, not \(picture.width)")
    }
    let expected = plan.window.map { $0.end - $0.start } ?? before.duration
    if let expected, abs((after.duration ?? 0) - expected) > Self.drift + expected * 0.01 {
      faults.append("it lasts \(after.duration ?? 0) s instead of \(expected) s")
    }
    if before.audioStream != nil, after.audioStream == nil {
      faults.append("the sound is gone")
    }
    if profile.needsSpeech, let speech = before.speechSeconds, speech > 0.3,
      (after.speechSeconds ?? 0) < speech * Self.speechKept
    {
      faults.append("of \(speech) s of speech only \(after.speechSeconds ?? 0) s are left")
    }
    if plan.picture?.toneMapped != true, plan.window == nil, let was = before.meanLuma,
      let luma = after.meanLuma, abs(luma - was) > Self.lumaDrift
    {
      faults.append("the brightness went from \(was) to \(luma)")
    }
    return faults
  }
}
