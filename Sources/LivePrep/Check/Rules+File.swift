extension Rules {
  static let file: [Rule] = [
    Rule(
      id: .fileReadable, severity: .reject,
      codes: [
        "-5001", "FailedOperation.LipVideoInvalid", "FailedOperation.VideoDecodeFailed",
      ],
      title: Words("Readable", "文件可读"),
      advice: Words("Record the clip again, or send the original file.", "请重新录制，或上传原始文件。"),
      wanted: { _ in Words("a whole clip whose picture decodes", "完整且画面可解码的视频") },
      judge: { clip, _ in
        if !clip.damage.isEmpty { return .broken(.text(clip.damage.joined("; ", "；"))) }
        guard let container = clip.container else {
          return .broken(.text(Words("no known kind of video file", "未知的文件格式")))
        }
        if clip.videoTracks == 0 { return .broken(.text(Words("no video track", "没有视频轨道"))) }
        if clip.frames == 0 || clip.width == nil || clip.height == nil {
          return .broken(.text(Words("no picture decodes", "没有可解码的画面")))
        }
        return clip.frames == nil ? .unknown : .met(.text(container))
      }),
    Rule(
      id: .fileContainer, severity: .reject, codes: ["-5001", "FailedOperation.LipVideoInvalid"],
      title: Words("Container", "封装格式"),
      advice: Words("Save the clip as MP4.", "请保存为 MP4。"),
      wanted: { profile in
        let names = profile.containers.sorted { rank($0) < rank($1) }
        return Words(names.joined(separator: ", "), names.joined(separator: "、"))
      },
      judge: { clip, profile in
        guard let container = clip.container else { return .unknown }
        return profile.containers.contains(container)
          ? .met(.text(container)) : .broken(.text(container))
      },
      mend: { _, _, _ in .remux }),
    Rule(
      id: .fileStreams, severity: .risk, codes: ["-5001"],
      title: Words("Tracks", "轨道"),
      advice: Words("Save the clip with one picture and one sound.", "请只保留一路画面和一路声音。"),
      wanted: { _ in
        Words("one video track, at most one audio track, nothing else", "一路视频、至多一路音频、无其他轨道")
      },
      judge: { clip, _ in
        guard clip.videoTracks > 0 else { return .unknown }
        let isPlain = clip.videoTracks == 1 && clip.audioTracks <= 1 && clip.otherTracks == 0
        return isPlain ? .met(.text(clip.tracks)) : .broken(.text(clip.tracks))
      },
      mend: { _, _, _ in .remux }),
    Rule(
      id: .fileSize, severity: .reject, codes: ["23", "FailedOperation.LipSizeError"],
      unit: "bytes",
      title: Words("Size", "文件大小"),
      advice: Words("Record a shorter clip, or at a lower quality.", "请缩短录制时长或降低画质。"),
      wanted: { Words("< \($0.byteLimit) bytes", "< \($0.byteLimit) 字节") },
      judge: { clip, profile in
        clip.bytes > 0
          ? .number(Double(clip.bytes)) { $0 < Double(profile.byteLimit) } : .unknown
      },
      mend: { _, _, _ in .transcode }),
  ]

  static let privacy: [Rule] = [
    Rule(
      id: .privacyMetadata, severity: .note, codes: [],
      title: Words("Private tags", "隐私标签"),
      advice: Words("Remove the tags before sending the clip on.", "请在发送前删除这些标签。"),
      wanted: { _ in Words("no location, device or owner tags", "无位置、设备、所有者标签") },
      judge: { clip, _ in
        guard clip.container != nil else { return .unknown }
        return clip.privateTags.isEmpty
          ? .met(.text(Words("none", "无")))
          : .broken(.text(clip.privateTags.joined(separator: ", ")))
      },
      mend: { _, _, _ in .remux })
  ]

  /// The services name MP4 first; a caller's own additions follow by name.
  private static func rank(_ container: String) -> String {
    switch container {
    case "mp4": "0"
    case "avi": "1"
    case "flv": "2"
    default: "3\(container)"
    }
  }
}

extension Clip {
  /// Tracks by kind, and which were taken where there was a choice.
  fileprivate var tracks: Words {
    var parts = [
      Words("\(videoTracks) video", "视频 \(videoTracks) 路"),
      Words("\(audioTracks) audio", "音频 \(audioTracks) 路"),
    ]
    if otherTracks > 0 { parts.append(Words("\(otherTracks) other", "其他 \(otherTracks) 路")) }
    var clauses = [parts.joined(", ", "、")]
    if videoTracks > 1, let videoStream {
      clauses.append(Words("video of stream \(videoStream)", "视频取自流 \(videoStream)"))
    }
    if audioTracks > 1, let audioStream {
      clauses.append(Words("audio of stream \(audioStream)", "音频取自流 \(audioStream)"))
    }
    return clauses.joined("; ", "；")
  }
}
