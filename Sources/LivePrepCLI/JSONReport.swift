import LivePrep

/// The objects of `--json`: a versioned contract, described in `docs/JSON.md`.
enum JSONReport {
  static func check(_ report: Report) -> JSON {
    .object([
      "schema": .string("liveprep.check/1"),
      "file": .string(report.file),
      "target": .string(report.profile.target.rawValue),
      "mode": .string(report.profile.mode.rawValue),
      "depth": .string(report.depth.rawValue),
      "verdict": .string(report.verdict.rawValue),
      "plan": .string(report.plan.kind.rawValue),
      "clip": clip(report.clip),
      "findings": .array(report.findings.map(finding)),
    ])
  }

  static func prepare(_ work: Preparation) -> JSON {
    .object([
      "schema": .string("liveprep.prepare/1"),
      "file": .string(work.file),
      "output": .string(work.output),
      "target": .string(work.before.profile.target.rawValue),
      "mode": .string(work.before.profile.mode.rawValue),
      "plan": .string(work.plan.kind.rawValue),
      "reasons": .strings(work.plan.reasons.map(\.rawValue)),
      "bytesIn": .int(work.bytesIn),
      "bytesOut": .int(work.bytesOut),
      "before": clip(work.before.clip),
      "after": work.after.map { clip($0.clip) } ?? .null,
      "seconds": .object([
        "probe": .number(work.seconds.probe),
        "prepare": .number(work.seconds.prepare),
        "verify": .number(work.seconds.verify),
        "total": .number(work.seconds.total),
      ]),
      "work": plan(work.plan),
    ])
  }

  /// - Parameter file: nil where the fault is not one file's.
  static func error(_ error: LivePrepError, file: String?) -> JSON {
    .object([
      "schema": .string("liveprep.error/1"),
      "file": .string(file),
      "error": .string(error.kind.rawValue),
      "message": .string(error.message),
      "exit": .int(ExitStatus(error.kind).rawValue),
    ])
  }

  static func clip(_ clip: Clip) -> JSON {
    .object([
      "container": .string(clip.container),
      "bytes": .int(clip.bytes),
      "duration": .number(clip.duration),
      "width": .int(clip.width),
      "height": .int(clip.height),
      "codedWidth": .int(clip.codedWidth),
      "codedHeight": .int(clip.codedHeight),
      "rotation": .int(clip.rotation),
      "videoCodec": .string(clip.videoCodec),
      "pixelFormat": .string(clip.pixelFormat),
      "transfer": .string(clip.transfer),
      "frameRate": .number(clip.frameRate),
      "frames": .int(clip.frames),
      "audioCodec": .string(clip.audioCodec),
      "sampleRate": .int(clip.sampleRate),
      "channels": .int(clip.channels),
      "integratedLoudness": .number(clip.integratedLoudness),
      "maxMomentaryLoudness": .number(clip.maxMomentaryLoudness),
      "truePeak": .number(clip.truePeak),
      "speechLevel": .number(clip.speechLevel),
      "noiseFloor": .number(clip.noiseFloor),
      "speechSeconds": .number(clip.speechSeconds),
      "speechStart": .number(clip.speechStart),
      "speechEnd": .number(clip.speechEnd),
      "speechLoudness": .number(clip.speechLoudness),
    ])
  }

  private static func finding(_ finding: Finding) -> JSON {
    .object([
      "rule": .string(finding.rule.rawValue),
      "status": .string(finding.status.rawValue),
      "severity": .string(finding.severity.rawValue),
      "measured": measure(finding.measured),
      "unit": .string(finding.unit),
      "wanted": .string(finding.wanted),
      "codes": .strings(finding.codes),
      "mends": .string(finding.mends?.rawValue),
    ])
  }

  private static func measure(_ measure: Finding.Measure?) -> JSON {
    switch measure {
    case .number(let value): .number(value)
    case .text(let words): .string(words.en)
    case nil: .null
    }
  }

  private static func plan(_ plan: Plan) -> JSON {
    .object([
      "picture": plan.picture.map { picture in
        .object([
          "width": .int(picture.width),
          "height": .int(picture.height),
          "rotation": .int(picture.rotation),
          "mirrored": .bool(picture.mirrored),
          "frameRate": .array(picture.frameRate.map { .int($0) }),
          "toneMapped": .bool(picture.toneMapped),
          "deinterlaced": .bool(picture.deinterlaced),
        ])
      } ?? .null,
      "sound": plan.sound.map { sound in
        .object([
          "gain": .number(sound.gain),
          "ceiling": .number(sound.ceiling),
          "channel": .int(sound.channel),
          "sampleRate": .int(sound.sampleRate),
          "bitRate": .int(sound.bitRate),
        ])
      } ?? .null,
      "window": plan.window.map {
        .object(["start": .number($0.start), "end": .number($0.end)])
      } ?? .null,
      "byteLimit": .int(plan.byteLimit),
    ])
  }
}
