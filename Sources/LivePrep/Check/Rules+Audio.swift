extension Rules {
  static let audio: [Rule] = [
    Rule(
      id: .audioCodec, severity: .risk, codes: ["-5001", "-5007"],
      title: Words("Audio codec", "音频编码"),
      advice: Words("Record with AAC sound.", "请使用 AAC 音频录制。"),
      wanted: { _ in
        Words(
          "AAC (in avi and flv also MP3 or PCM) that can be mixed to mono",
          "可混为单声道的 AAC（avi、flv 中也可为 MP3 或 PCM）")
      },
      judge: { clip, profile in
        guard clip.container != nil, clip.audioTracks > 0 else {
          return clip.container == nil ? .unknown : .notApplicable
        }
        guard let codec = clip.audioCodec else { return .unknown }
        let isOld = ["avi", "flv"].contains(clip.container ?? "")
        let isFit = codec == "aac" || isOld && (codec == "mp3" || codec.isPCM)
        if profile.needsSpeech, let heard = clip.onlyAudibleChannel {
          return .broken(
            .text(
              Words(
                "\(codec) whose channels cancel out but for channel \(heard)",
                "\(codec)，除声道 \(heard) 外各声道相互抵消")))
        }
        return isFit ? .met(.text(codec)) : .broken(.text(codec))
      },
      mend: { clip, _, _ in clip.hasSound ? .audioOnly : nil }),
    Rule(
      id: .audioPresent, severity: .reject, codes: ["-5007", "FailedOperation.LipVoiceDetect"],
      title: Words("Sound present", "有声音轨道"),
      advice: Words(
        "Allow the recorder to use the microphone, and record again.", "请允许使用麦克风后重新录制。"),
      wanted: { _ in Words("an audio track that decodes", "可解码的音频轨道") },
      judge: { clip, profile in
        guard profile.needsSpeech else { return .notApplicable }
        guard clip.container != nil else { return .unknown }
        if clip.audioTracks == 0 { return .broken(.text(Words("no audio track", "没有音频轨道"))) }
        if clip.audioStream == nil {
          return .broken(.text(Words("no audio track decodes", "没有可解码的音频轨道")))
        }
        return .met(.text(clip.sound))
      }),
    Rule(
      id: .audioAudible, severity: .reject, codes: ["-5007", "FailedOperation.LipVoiceDetect"],
      unit: "LUFS",
      title: Words("Anything to hear", "听得到声音"),
      advice: Words(
        "Check that the microphone is on and not covered, and record again.",
        "请确认麦克风已开启且未被遮挡，再重新录制。"),
      wanted: {
        let level = figure($0.audibleLoudness)
        let sound = figure($0.minimumSound)
        return Words(
          "a moment ≥ \(level) LUFS, ≥ \(sound) s of sound", "瞬时 ≥ \(level) LUFS，声音 ≥ \(sound) 秒")
      },
      judge: { clip, profile in speaking(clip, profile) { clip.audibility(profile) } }),
    Rule(
      id: .audioLevel, severity: .reject, codes: ["-5013", "FailedOperation.LipVoiceLow"],
      unit: "LUFS",
      title: Words("Loudness", "响度"),
      advice: Words("Speak up, close to the microphone, and record again.", "请靠近麦克风大声重新录制。"),
      wanted: {
        Words("≥ \(figure($0.minimumLoudness)) LUFS", "≥ \(figure($0.minimumLoudness)) LUFS")
      },
      judge: { clip, profile in
        speaking(clip, profile) {
          // A track that carries nothing is what `audio.audible` reports.
          if clip.audibility(profile).status == .broken { return .notApplicable }
          return .number(clip.voiceLoudness) { $0 >= profile.minimumLoudness }
        }
      },
      mend: { clip, profile, _ in
        (clip.voiceLoudness ?? -.infinity) >= profile.mendableLoudness ? .gain : nil
      }),
    Rule(
      id: .audioNoise, severity: .risk, codes: ["-5012"], unit: "dB",
      title: Words("Speech over noise", "信噪比"),
      advice: Words("Record in a quiet room, close to the microphone.", "请在安静处靠近麦克风录制。"),
      wanted: {
        let ratio = figure($0.minimumSpeechToNoise)
        return Words("speech ≥ \(ratio) dB above the noise", "语音高出噪声 ≥ \(ratio) dB")
      },
      judge: { clip, profile in
        speaking(clip, profile) {
          // Nor does such a track carry noise.
          if clip.audibility(profile).status == .broken { return .notApplicable }
          guard let speech = clip.speechLevel, let noise = clip.noiseFloor else { return .unknown }
          return .number(speech - noise) { $0 >= profile.minimumSpeechToNoise }
        }
      }),
    Rule(
      id: .audioClipping, severity: .risk, codes: ["-5008", "FailedOperation.LipVoiceRecognize"],
      unit: "%",
      title: Words("Clipping", "削波"),
      advice: Words("Speak further from the microphone.", "请离麦克风稍远一些。"),
      wanted: {
        let share = figure($0.maximumClippedShare * 100)
        return Words("≤ \(share) % of samples at full scale", "满幅采样 ≤ \(share) %")
      },
      judge: { clip, profile in
        speaking(clip, profile) {
          .number(clip.clippedShare.map { $0 * 100 }) { $0 <= profile.maximumClippedShare * 100 }
        }
      }),
    Rule(
      id: .audioSync, severity: .risk, codes: ["-5002", "-5010"], unit: "s",
      title: Words("Sound and picture together", "音画同步"),
      advice: Words("Record sound and picture with the same device.", "请用同一设备录制声音和画面。"),
      wanted: {
        let start = figure($0.maximumStartOffset)
        let end = figure($0.maximumEndOffset)
        return Words(
          "start within \(start) s, end within \(end) s of the picture",
          "与画面起点相差 ≤ \(start) 秒、终点 ≤ \(end) 秒")
      },
      judge: { clip, profile in
        speaking(clip, profile) {
          if let start = clip.audioStart, abs(start) > profile.maximumStartOffset {
            return .broken(.number(start), unit: "s from the first frame to the sound")
          }
          if let end = clip.audioEnd, abs(end) > profile.maximumEndOffset {
            return .broken(.number(end), unit: "s from the last frame to the end of the sound")
          }
          guard let start = clip.audioStart, clip.audioEnd != nil else { return .unknown }
          return .met(.number(start))
        }
      },
      mend: { clip, profile, _ in
        abs(clip.audioStart ?? 0) > profile.maximumStartOffset ? .transcode : nil
      }),
  ]

  /// Only where the person has to be heard and there is a track: a clip without one breaks
  /// `audio.present` alone.
  private static func speaking(
    _ clip: Clip, _ profile: Profile, _ judge: () -> Judgement
  ) -> Judgement {
    guard profile.needsSpeech else { return .notApplicable }
    guard clip.container != nil else { return .unknown }
    return clip.audioTracks > 0 ? judge() : .notApplicable
  }
}

extension Clip {
  fileprivate var sound: Words {
    [
      audioCodec.map { Words($0) }, sampleRate.map { Words("\($0) Hz") },
      channels.map { Words($0 == 1 ? "1 channel" : "\($0) channels", "\($0) 声道") },
    ].compactMap { $0 }.joined(", ", "、")
  }

  /// The channel to listen to where a service that mixes to mono would hear nothing. Where the one
  /// channel is all there is, the others are merely empty: a mix does no harm.
  fileprivate var onlyAudibleChannel: Int? {
    betterChannel.flatMap { (monoOffset ?? -.infinity) < -1 ? $0 : nil }
  }

  /// Whether the track carries anything at all. Loudness is nil both for silence and where nothing
  /// was measured; the seconds of sound tell the two apart.
  fileprivate func audibility(_ profile: Profile) -> Judgement {
    let loudest = maxMomentaryLoudness.flatMap { $0.isFinite ? $0 : nil }
    if loudest == nil, let soundSeconds, soundSeconds < profile.minimumSound {
      return .broken(.text(Words("silence", "无声")))
    }
    if let loudest, loudest < profile.audibleLoudness { return .broken(.number(loudest)) }
    if let soundSeconds, soundSeconds < profile.minimumSound {
      return .broken(.number(soundSeconds), unit: "s of sound")
    }
    guard let loudest, soundSeconds != nil else { return .unknown }
    return .met(.number(loudest))
  }
}

extension String {
  /// Linear PCM; the telephone's logarithmic kinds are not what the services call PCM.
  fileprivate var isPCM: Bool {
    hasPrefix("pcm_") && !["pcm_alaw", "pcm_mulaw", "pcm_vidc"].contains(self)
  }
}
