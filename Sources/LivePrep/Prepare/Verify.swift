import Libav

/// Looks at what was produced as a stranger would: puts it to the same rules, and compares it with
/// what the clip promised. A picture that was made anew is decoded whole; one that was copied is the
/// clip's own.
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
    var options = options
    options.depth = plan.kind == .transcode ? .deep : options.depth
    let probe = Probe(
      profile: profile, depth: options.depth, limits: limits, watch: watch,
      sampling: Probe.wide)
    let (after, shown) = try measure(sink, with: probe)
    let report = Report(file: file, clip: after, profile: profile, options: options)
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
    var reasons: [Words]
  }

  /// Seconds by which durations may differ: one frame at the slowest rate, and the sound encoder's
  /// padding.
  private static let drift = 0.25
  /// Share of the speech that must be found again.
  private static let speechKept = 0.7
  /// Difference in mean luma that scaling and encoding do not make.
  private static let lumaDrift: Float = 0.06
  /// Seconds between a frame and the one that takes its place at a constant rate.
  private static let sameTime = 0.06

  /// Likeness below which a frame is not the one that was filmed at that time.
  private static let likeness: Float = 0.85

  /// Finds frames that do not look like the clip's own at the same time: turned, flipped, black,
  /// green, too bright, or of another moment.
  private func strangers(among shown: [PictureProbe.Look], _ after: Clip) -> [Words] {
    let orientation =
      plan.picture.map { Orientation(rotation: $0.rotation, mirrored: $0.mirrored) }
      ?? Orientation()
    let shift = (plan.window?.start ?? 0) + before.firstTime - after.firstTime
    var likenesses: [Float] = []
    var brightness: [(expected: Float, shown: Float)] = []
    for look in looks {
      let time = look.time - shift
      guard let nearest = shown.min(by: { abs($0.time - time) < abs($1.time - time) }),
        abs(nearest.time - time) < Self.sameTime
      else { continue }
      let mapped = plan.picture?.toneMapped == true
      let expected = mapped ? look.grid.toneMapped(from: before.transfer) : look.grid
      brightness.append((expected.mean, nearest.grid.mean))
      if let likeness = expected.upright(orientation).likeness(to: nearest.grid) {
        likenesses.append(likeness)
      }
    }
    var faults: [Words] = []
    let strange = likenesses.filter { $0 < Self.likeness }.count
    if strange * 2 > likenesses.count {
      faults.append(
        Words(
          "\(strange) of \(likenesses.count) frames do not look like the clip's own",
          "\(likenesses.count) 帧中有 \(strange) 帧与原视频不符"))
    }
    if !brightness.isEmpty {
      let count = Float(brightness.count)
      let expected = brightness.reduce(0) { $0 + $1.expected } / count
      let found = brightness.reduce(0) { $0 + $1.shown } / count
      if abs(found - expected) > Self.lumaDrift {
        let (shows, was) = (figure(Double(found)), figure(Double(expected)))
        faults.append(
          Words("the brightness is \(shows) instead of \(was)", "亮度为 \(shows)，应为 \(was)"))
      }
    }
    return faults
  }

  private func faults(_ report: Report) -> [Words] {
    let after = report.clip
    var faults = report.findings
      .filter { $0.status == .broken && ($0.severity == .reject || $0.mends != nil) }
      .map { finding in
        let name = finding.rule.rawValue
        let measured = finding.measuredWords ?? Words("not met", "不符合")
        return Words("\(name) is \(measured.en)", "\(name)：\(measured.zh)")
      }
    if let picture = plan.picture, after.width.map({ $0 > picture.width }) ?? true {
      faults.append(
        Words(
          "the picture is \(after.width ?? 0) pixels wide, not \(picture.width)",
          "画面宽 \(after.width ?? 0) 像素，应为 \(picture.width)"))
    }
    let expected = plan.window.map { $0.end - $0.start } ?? before.duration
    if let expected, abs((after.duration ?? 0) - expected) > Self.drift + expected * 0.01 {
      let (lasts, wanted) = (figure(after.duration ?? 0), figure(expected))
      faults.append(
        Words("it lasts \(lasts) s instead of \(wanted) s", "时长 \(lasts) 秒，应为 \(wanted) 秒"))
    }
    if before.audioStream != nil, after.audioStream == nil {
      faults.append(Words("the sound is gone", "声音丢失"))
    }
    if profile.needsSpeech, let speech = before.speechSeconds, speech > 0.3,
      (after.speechSeconds ?? 0) < speech * Self.speechKept
    {
      let (spoken, left) = (figure(speech), figure(after.speechSeconds ?? 0))
      faults.append(
        Words("of \(spoken) s of speech only \(left) s are left", "\(spoken) 秒语音只剩 \(left) 秒"))
    }
    return faults
  }
}

extension Clip {
  /// When the first thing is seen or heard, seconds on the file's own clock.
  var firstTime: Double { (startTime ?? 0) + min(0, audioStart ?? 0) }
}
