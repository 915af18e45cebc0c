import Testing

@testable import LivePrep
@testable import LivePrepCLI

@Suite("What people read")
struct HumanReportTests {
  @Test func checkInEnglish() {
    #expect(
      HumanReport(.en).check(.phone()) == """
        a.mov: fixable, with: a transcode
          mov, 12.4 MB, 6.03 s, hevc 1080x1920, 29.97 fps, aac 48000 Hz 2 ch, -38.2 LUFS
          reject   Container (file.container): mov
                   wanted: mp4, avi, flv
                   the service may answer: -5001, FailedOperation.LipVideoInvalid
                   mended by: writing it anew, picture and sound copied
          reject   Size (file.size): 12400312 bytes
                   wanted: < 3000000 bytes
                   the service may answer: 23, FailedOperation.LipSizeError
                   mended by: encoding the picture again
          reject   Video codec (video.codec): hevc yuv420p10le
                   wanted: H.264, 8-bit 4:2:0, progressive
                   the service may answer: -5001, FailedOperation.LipVideoInvalid
                   mended by: encoding the picture again
          reject   Loudness (audio.level): -38.2 LUFS
                   wanted: ≥ -35 LUFS
                   the service may answer: -5013, FailedOperation.LipVoiceLow
                   mended by: making the sound louder
          risk     Tracks (file.streams): 1 video, 1 audio, 1 other
                   wanted: one video track, at most one audio track, nothing else
                   the service may answer: -5001
                   mended by: writing it anew, picture and sound copied
          risk     Orientation (video.orientation): turned by 90°
                   wanted: stored upright, not mirrored, square pixels
                   the service may answer: -5009
                   mended by: encoding the picture again
          risk     Dynamic range (video.dynamic-range): arib-std-b67, bt2020
                   wanted: SDR (BT.709 or BT.601)
                   the service may answer: -4006, -5009
                   mended by: encoding the picture again
          note     Private tags (privacy.metadata): location
                   wanted: no location, device or owner tags
                   mended by: writing it anew, picture and sound copied
          unknown  video.motion
          met      11 of 20 rules
        """)
  }

  @Test func checkInChinese() {
    #expect(
      HumanReport(.zh).check(.phone()) == """
        a.mov: 可修复，方式：转码
          mov, 12.4 MB, 6.03 s, hevc 1080x1920, 29.97 fps, aac 48000 Hz 2 声道, -38.2 LUFS
          拒绝  封装格式（file.container）：mov
                要求：mp4、avi、flv
                服务可能返回：-5001、FailedOperation.LipVideoInvalid
                修复方式：重新封装
          拒绝  文件大小（file.size）：12400312 字节
                要求：< 3000000 字节
                服务可能返回：23、FailedOperation.LipSizeError
                修复方式：重新编码画面
          拒绝  视频编码（video.codec）：hevc yuv420p10le
                要求：H.264、8 位 4:2:0、逐行
                服务可能返回：-5001、FailedOperation.LipVideoInvalid
                修复方式：重新编码画面
          拒绝  响度（audio.level）：-38.2 LUFS
                要求：≥ -35 LUFS
                服务可能返回：-5013、FailedOperation.LipVoiceLow
                修复方式：提高音量
          风险  轨道（file.streams）：视频 1 路、音频 1 路、其他 1 路
                要求：一路视频、至多一路音频、无其他轨道
                服务可能返回：-5001
                修复方式：重新封装
          风险  画面方向（video.orientation）：旋转 90°
                要求：正向存储、无镜像、方形像素
                服务可能返回：-5009
                修复方式：重新编码画面
          风险  动态范围（video.dynamic-range）：arib-std-b67, bt2020
                要求：SDR（BT.709 或 BT.601）
                服务可能返回：-4006、-5009
                修复方式：重新编码画面
          提示  隐私标签（privacy.metadata）：location
                要求：无位置、设备、所有者标签
                修复方式：重新封装
          未知  video.motion
          满足  11/20 条规则
        """)
  }

  @Test func aGoodClip() {
    var clip = Clip.produced
    clip.stillShare = 0
    let report = Report(file: "ok.mp4", clip: clip, profile: Profile())
    #expect(
      HumanReport(.en).check(report) == """
        ok.mp4: pass
          mp4, 412 kB, 6.03 s, h264 540x960, 29.97 fps, aac 48000 Hz 1 ch, -20 LUFS
          met      20 of 20 rules
        """)
    #expect(
      HumanReport(.zh, isColoured: true).check(report) == """
        \u{1B}[1mok.mp4\u{1B}[0m: \u{1B}[32m通过\u{1B}[0m
          mp4, 412 kB, 6.03 s, h264 540x960, 29.97 fps, aac 48000 Hz 1 声道, -20 LUFS
          \u{1B}[32m满足\u{1B}[0m  20/20 条规则
        """)
  }

  @Test func aClipThatNothingMends() {
    let report = Report.phone {
      $0 = .produced
      $0.stillShare = 0
      $0.duration = 1.5
      $0.audioTracks = 0
    }
    #expect(
      HumanReport(.en).check(report) == """
        a.mov: would be rejected, and cannot be mended
          mp4, 412 kB, 1.5 s, h264 540x960, 29.97 fps, aac 48000 Hz 1 ch, -20 LUFS
          reject   Duration (video.duration): 1.5 s
                   wanted: 2–20 s, best 4–8 s
                   the service may answer: FailedOperation.SilentTooShort, \
        FailedOperation.LipSizeError
                   what to do: Record again: about 6 s, the digits read without a pause.
          reject   Sound present (audio.present): no audio track
                   wanted: an audio track that decodes
                   the service may answer: -5007, FailedOperation.LipVoiceDetect
                   what to do: Allow the recorder to use the microphone, and record again.
          met      12 of 14 rules
        """)
  }

  @Test func anUnreadableFile() {
    let report = Report.phone {
      $0 = Clip()
      $0.bytes = 12
    }
    #expect(
      HumanReport(.en).check(report) == """
        a.mov: unreadable
          12 B
          reject   Readable (file.readable): no known kind of video file
                   wanted: a whole clip whose picture decodes
                   the service may answer: -5001, FailedOperation.LipVideoInvalid, \
        FailedOperation.VideoDecodeFailed
                   what to do: Record the clip again, or send the original file.
        """)
  }

  @Test func prepareInBothLanguages() {
    #expect(
      HumanReport(.en).prepare(.phone) == """
        a.mov → out.mp4: a transcode
          because  Container (file.container), Tracks (file.streams), Size (file.size), Video \
        codec (video.codec), Orientation (video.orientation), Dynamic range \
        (video.dynamic-range), Loudness (audio.level), Private tags (privacy.metadata)
          picture  540x960, 29.97 fps, turned by 90°, HDR to SDR
          sound    AAC 64 kb/s, 48000 Hz, +18.2 dB
          before   mov, 12.4 MB, 6.03 s, hevc 1080x1920, 29.97 fps, aac 48000 Hz 2 ch, -38.2 LUFS
          after    mp4, 412 kB, 6.03 s, h264 540x960, 29.97 fps, aac 48000 Hz 1 ch, -20 LUFS
          stays    Motion (video.motion): 80 % still or black
          took     1.7 s
        """)
    #expect(
      HumanReport(.zh).prepare(.phone) == """
        a.mov → out.mp4: 转码
          原因  封装格式 (file.container)、轨道 (file.streams)、文件大小 (file.size)、视频编码 (video.codec)、画面方向 \
        (video.orientation)、动态范围 (video.dynamic-range)、响度 (audio.level)、隐私标签 (privacy.metadata)
          画面  540x960、29.97 fps、旋转 90°、HDR 转 SDR
          声音  AAC 64 kb/s、48000 Hz、+18.2 dB
          之前  mov, 12.4 MB, 6.03 s, hevc 1080x1920, 29.97 fps, aac 48000 Hz 2 声道, -38.2 LUFS
          之后  mp4, 412 kB, 6.03 s, h264 540x960, 29.97 fps, aac 48000 Hz 1 声道, -20 LUFS
          仍有  画面变化 (video.motion)：80 % 静止或黑屏
          用时  1.7 s
        """)
  }

  @Test func aDryRun() {
    #expect(
      HumanReport(.en).prepare(.dry) == """
        a.mov: would be: a transcode
          because  Container (file.container), Tracks (file.streams), Size (file.size), Video \
        codec (video.codec), Orientation (video.orientation), Dynamic range \
        (video.dynamic-range), Loudness (audio.level), Private tags (privacy.metadata)
          picture  540x960, 29.97 fps, turned by 90°, HDR to SDR
          sound    AAC 64 kb/s, 48000 Hz, +18.2 dB
          before   mov, 12.4 MB, 6.03 s, hevc 1080x1920, 29.97 fps, aac 48000 Hz 2 ch, -38.2 LUFS
        """)
  }

  /// What a stranger named a file must not reach the terminal as a command to it.
  @Test func controlCharactersAreShown() {
    #expect(printable("a\u{1B}[31m\nb\u{9B}") == "a\\x1b[31m\\xab\\x9b")
    #expect(printable("视频 1.mp4") == "视频 1.mp4")
  }
}
