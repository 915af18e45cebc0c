extension Rules {
  static let video: [Rule] = [
    Rule(
      id: .videoCodec, severity: .reject, codes: ["-5001", "FailedOperation.LipVideoInvalid"],
      title: Words("Video codec", "视频编码"),
      advice: Words("Record in H.264 (\"most compatible\").", "请用 H.264（“兼容性最佳”）录制。"),
      wanted: { _ in Words("H.264, 8-bit 4:2:0, progressive", "H.264、8 位 4:2:0、逐行") },
      judge: { clip, _ in
        guard let codec = clip.videoCodec else { return .unknown }
        let parts = [
          Words(codec), clip.pixelFormat.map { Words($0) },
          clip.interlaced == true ? Words("interlaced", "隔行") : nil,
        ]
        let measured = Finding.Measure.text(parts.compactMap { $0 }.joined(" ", " "))
        if codec != "h264" || clip.interlaced == true { return .broken(measured) }
        guard let format = clip.pixelFormat else { return .unknown }
        if !["yuv420p", "yuvj420p"].contains(format) { return .broken(measured) }
        return clip.interlaced == nil ? .unknown : .met(measured)
      },
      mend: { _, _, _ in .transcode }),
    Rule(
      id: .videoResolution, severity: .reject,
      codes: ["-5015", "FailedOperation.LipVideoQuaility"],
      title: Words("Resolution", "画面尺寸"),
      advice: Words(
        "Record again at a larger picture size, 720p or more.", "请以更大的画面（720p 或以上）重新录制。"),
      wanted: {
        let size = "\($0.minimumShorterSide)x\($0.minimumLongerSide)"
        return Words("≥ \(size) as displayed", "显示尺寸 ≥ \(size)")
      },
      judge: { clip, profile in
        guard let width = clip.width, let height = clip.height else { return .unknown }
        let isEnough =
          min(width, height) >= profile.minimumShorterSide
          && max(width, height) >= profile.minimumLongerSide
        let measured = Finding.Measure.text("\(width)x\(height)")
        return isEnough ? .met(measured) : .broken(measured)
      },
      mend: { _, _, options in options.upscale ? .transcode : nil }),
    Rule(
      id: .videoOrientation, severity: .risk, codes: ["-5009"],
      title: Words("Orientation", "画面方向"),
      advice: Words("Hold the phone upright while recording.", "录制时请竖直手持手机。"),
      wanted: { _ in
        Words("stored upright, not mirrored, square pixels", "正向存储、无镜像、方形像素")
      },
      judge: { clip, _ in
        var faults: [Words] = []
        if let rotation = clip.rotation, rotation != 0 {
          faults.append(Words("turned by \(rotation)°", "旋转 \(rotation)°"))
        }
        if clip.mirrored == true { faults.append(Words("mirrored", "镜像")) }
        // A pixel within 1 % of square squashes no face, and is a common rounding of the aspect.
        if let aspect = clip.pixelAspect, abs(aspect - 1) > 0.01 {
          faults.append(Words("pixel aspect \(figure(aspect))", "像素宽高比 \(figure(aspect))"))
        }
        if !faults.isEmpty { return .broken(.text(faults.joined(", ", "、"))) }
        let isKnown = clip.rotation != nil && clip.mirrored != nil && clip.pixelAspect != nil
        return isKnown ? .met(.text(Words("upright", "正向"))) : .unknown
      },
      mend: { _, _, _ in .transcode }),
    duration,
    Rule(
      id: .videoFrameRate, severity: .risk, codes: ["-5005", "-5010"], unit: "fps",
      title: Words("Frame rate", "帧率"),
      advice: Words(
        "Record in better light and close other programs; do not cut pauses out.",
        "请在光线充足处录制并关闭其他程序。"),
      wanted: {
        let rate = figure($0.minimumFrameRate)
        let gap = figure($0.maximumFrameGap)
        return Words("≥ \(rate) fps, no gap > \(gap) s", "≥ \(rate) fps，间隔不超过 \(gap) 秒")
      },
      judge: { clip, profile in
        // Half a percent: clocks of cameras that run at just the limit.
        if let rate = clip.frameRate, rate < profile.minimumFrameRate * 0.995 {
          return .broken(.number(rate))
        }
        if let gap = clip.longestFrameGap, gap > profile.maximumFrameGap {
          return .broken(.number(gap), unit: "s without a frame")
        }
        guard let rate = clip.frameRate, clip.longestFrameGap != nil else { return .unknown }
        return .met(.number(rate))
      }),
    Rule(
      id: .videoDynamicRange, severity: .risk, codes: ["-4006", "-5009"],
      title: Words("Dynamic range", "动态范围"),
      advice: Words("Switch HDR video off in the camera's settings.", "请在相机设置中关闭 HDR 视频。"),
      wanted: { _ in Words("SDR (BT.709 or BT.601)", "SDR（BT.709 或 BT.601）") },
      judge: { clip, _ in
        let measured = Finding.Measure.text(
          [clip.transfer, clip.primaries].compactMap { $0 }.joined(separator: ", "))
        if clip.isWideRange { return .broken(measured) }
        return clip.transfer.isNamed ? .met(measured) : .unknown
      },
      mend: { _, _, _ in .transcode }),
    Rule(
      id: .videoExposure, severity: .risk,
      codes: ["FailedOperation.ActionLightDark", "FailedOperation.ActionLightStrong"],
      title: Words("Exposure", "曝光"),
      advice: Words(
        "Record facing an even light, not against a window or in the dark.",
        "请面向均匀光源录制，避免逆光、过暗或过曝。"),
      wanted: {
        let range = "\(figure($0.exposure.lowerBound))–\(figure($0.exposure.upperBound))"
        return Words("mean luma \(range)", "平均亮度 \(range)")
      },
      judge: { clip, profile in
        var judgement = Judgement.number(clip.meanLuma) { profile.exposure.contains($0) }
        if judgement.status == .broken, let luma = clip.meanLuma {
          let isDark = luma < profile.exposure.lowerBound
          judgement.codes = ["FailedOperation.\(isDark ? "ActionLightDark" : "ActionLightStrong")"]
        }
        return judgement
      }),
    Rule(
      id: .videoMotion, severity: .risk, codes: ["-5010", "-5011"], unit: "% still or black",
      title: Words("Motion", "画面变化"),
      advice: Words(
        "Record a live face: no photo, no frozen or black picture.", "请录制真人动态画面，不要静止或黑屏。"),
      wanted: {
        let share = figure($0.maximumStillShare * 100)
        return Words("≤ \(share) % still or black", "静止或黑屏 ≤ \(share) %")
      },
      judge: { clip, profile in
        .number(clip.stillShare.map { $0 * 100 }) { $0 <= profile.maximumStillShare * 100 }
      }),
  ]

  private static let duration = Rule(
    id: .videoDuration, severity: .reject,
    codes: [
      "FailedOperation.SilentTooShort", "FailedOperation.LipSizeError",
      "FailedOperation.VideoDurationExceeded",
    ],
    unit: "s",
    title: Words("Duration", "时长"),
    advice: Words(
      "Record again: about 6 s, the digits read without a pause.", "请重新录制，约 6 秒，连贯读出数字。"),
    wanted: {
      let hard = "\(figure($0.minimumDuration))–\(figure($0.maximumDuration))"
      guard $0.needsSpeech else { return Words("\(hard) s", "\(hard) 秒") }
      let advised =
        "\(figure($0.advisedDuration.lowerBound))–\(figure($0.advisedDuration.upperBound))"
      return Words("\(hard) s, best \(advised) s", "\(hard) 秒，最好 \(advised) 秒")
    },
    judge: { clip, profile in
      guard let seconds = clip.measuredDuration else { return .unknown }
      let tooShort = ["FailedOperation.SilentTooShort", "FailedOperation.LipSizeError"]
      let tooLong = ["FailedOperation.LipSizeError", "FailedOperation.VideoDurationExceeded"]
      let codes = seconds < profile.advisedDuration.lowerBound ? tooShort : tooLong
      if seconds < profile.minimumDuration {
        return .broken(.number(seconds), .reject, codes: tooShort)
      }
      if seconds > profile.maximumDuration {
        return .broken(.number(seconds), .reject, codes: tooLong)
      }
      guard profile.needsSpeech else { return .met(.number(seconds)) }
      if !profile.sensibleDuration.contains(seconds) {
        return .broken(.number(seconds), .risk, codes: codes)
      }
      return profile.advisedDuration.contains(seconds)
        ? .met(.number(seconds)) : .broken(.number(seconds), .note, codes: codes)
    },
    mend: { clip, profile, options in
      Plan.window(clip: clip, profile: profile, options: options) == nil ? nil : .trim
    })
}

extension Clip {
  /// Seconds, to the millisecond, so that a sum of frame times does not miss a limit by an ulp.
  var measuredDuration: Double? {
    duration.flatMap { $0.isFinite ? ($0 * 1000).rounded() / 1000 : nil }
  }

  /// Whether an SDR reader would show the picture washed out or dark.
  var isWideRange: Bool {
    ["smpte2084", "arib-std-b67", "bt2020-10", "bt2020-12"].contains(transfer ?? "")
      || primaries == "bt2020"
  }
}

extension String? {
  /// FFmpeg's placeholders are not names.
  fileprivate var isNamed: Bool {
    switch self {
    case nil, "unknown", "reserved", "unspecified": false
    default: true
    }
  }
}
