import Libav

/// Looks at what was produced as a stranger would: decodes all of it, puts it to the same rules, and
/// compares it with what the clip promised.
struct Verify {
  var before: Clip
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
    let after = try probe.measure(ByteSource(sink, watch: watch))
    let report = Report(file: file, clip: after, profile: profile, options: deep)
    let faults = faults(report)
    guard faults.isEmpty else { throw Fault(reasons: faults) }
    return report
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
