import Testing

@testable import LivePrep
@testable import LivePrepCLI

@Suite("JSON")
struct JSONReportTests {
  @Test func values() {
    #expect(JSON.number(6).text == "6")
    #expect(JSON.number(-38.2).text == "-38.2")
    #expect(JSON.number(29.970029).text == "29.97")
    #expect(JSON.number(12_400_312).text == "12400312")
    #expect(JSON.number(Double.nan).text == "null")
    #expect(JSON.number(-Double.infinity).text == "null")
    #expect(JSON.number(nil as Double?).text == "null")
    #expect(JSON.string("a\"b\\c\n\u{1B}é中").text == #""a\"b\\c\n\u001bé中""#)
    #expect(JSON.array([.bool(true), .null]).text == "[true,null]")
    #expect(
      JSON.object(["b": .int(1), "a": .object([:] as KeyValuePairs)]).text == #"{"b":1,"a":{}}"#)
  }

  static let phoneClip =
    #"{"container":"mov","bytes":12400312,"duration":6.033,"width":1080,"height":1920,"codedWidth":1920,"codedHeight":1080,"rotation":90,"videoCodec":"hevc","pixelFormat":"yuv420p10le","transfer":"arib-std-b67","frameRate":29.97,"frames":181,"audioCodec":"aac","sampleRate":48000,"channels":2,"integratedLoudness":-38.2,"maxMomentaryLoudness":-30.1,"truePeak":-12,"speechLevel":-34,"noiseFloor":-61.5,"speechSeconds":3.4,"speechStart":null,"speechEnd":null,"speechLoudness":null}"#
  static let producedClip =
    #"{"container":"mp4","bytes":412005,"duration":6.033,"width":540,"height":960,"codedWidth":540,"codedHeight":960,"rotation":0,"videoCodec":"h264","pixelFormat":"yuv420p","transfer":"bt709","frameRate":29.97,"frames":181,"audioCodec":"aac","sampleRate":48000,"channels":1,"integratedLoudness":-20.04,"maxMomentaryLoudness":-12,"truePeak":-1.5,"speechLevel":-16,"noiseFloor":-43.5,"speechSeconds":3.4,"speechStart":null,"speechEnd":null,"speechLoudness":null}"#

  @Test func checkWhole() {
    #expect(
      JSONReport.check(.phone()).text
        == #"{"schema":"liveprep.check/1","file":"a.mov","target":"livedetectfour","mode":"lip","depth":"default","verdict":"fixable","plan":"transcode","clip":"#
        + Self.phoneClip + #","findings":["#
        + [
          #"{"rule":"file.readable","status":"met","severity":"reject","measured":"mov","unit":null,"wanted":"a whole clip whose picture decodes","codes":["-5001","FailedOperation.LipVideoInvalid","FailedOperation.VideoDecodeFailed"],"mends":null}"#,
          #"{"rule":"file.container","status":"broken","severity":"reject","measured":"mov","unit":null,"wanted":"mp4, avi, flv","codes":["-5001","FailedOperation.LipVideoInvalid"],"mends":"remux"}"#,
          #"{"rule":"file.streams","status":"broken","severity":"risk","measured":"1 video, 1 audio, 1 other","unit":null,"wanted":"one video track, at most one audio track, nothing else","codes":["-5001"],"mends":"remux"}"#,
          #"{"rule":"file.size","status":"broken","severity":"reject","measured":12400312,"unit":"bytes","wanted":"< 3000000 bytes","codes":["23","FailedOperation.LipSizeError"],"mends":"transcode"}"#,
          #"{"rule":"video.codec","status":"broken","severity":"reject","measured":"hevc yuv420p10le","unit":null,"wanted":"H.264, 8-bit 4:2:0, progressive","codes":["-5001","FailedOperation.LipVideoInvalid"],"mends":"transcode"}"#,
          #"{"rule":"video.resolution","status":"met","severity":"reject","measured":"1080x1920","unit":null,"wanted":"≥ 270x480 as displayed","codes":["-5015","FailedOperation.LipVideoQuaility"],"mends":null}"#,
          #"{"rule":"video.orientation","status":"broken","severity":"risk","measured":"turned by 90°","unit":null,"wanted":"stored upright, not mirrored, square pixels","codes":["-5009"],"mends":"transcode"}"#,
          #"{"rule":"video.duration","status":"met","severity":"reject","measured":6.033,"unit":"s","wanted":"2–20 s, best 4–8 s","codes":["FailedOperation.SilentTooShort","FailedOperation.LipSizeError","FailedOperation.VideoDurationExceeded"],"mends":null}"#,
          #"{"rule":"video.frame-rate","status":"met","severity":"risk","measured":29.97,"unit":"fps","wanted":"≥ 10 fps, no gap > 0.5 s","codes":["-5005","-5010"],"mends":null}"#,
          #"{"rule":"video.dynamic-range","status":"broken","severity":"risk","measured":"arib-std-b67, bt2020","unit":null,"wanted":"SDR (BT.709 or BT.601)","codes":["-4006","-5009"],"mends":"transcode"}"#,
          #"{"rule":"video.exposure","status":"met","severity":"risk","measured":0.4,"unit":null,"wanted":"mean luma 0.12–0.88","codes":["FailedOperation.ActionLightDark","FailedOperation.ActionLightStrong"],"mends":null}"#,
          #"{"rule":"video.motion","status":"unknown","severity":"risk","measured":null,"unit":null,"wanted":"≤ 50 % still or black","codes":["-5010","-5011"],"mends":null}"#,
          #"{"rule":"audio.codec","status":"met","severity":"risk","measured":"aac","unit":null,"wanted":"AAC (in avi and flv also MP3 or PCM) that can be mixed to mono","codes":["-5001","-5007"],"mends":null}"#,
          #"{"rule":"audio.present","status":"met","severity":"reject","measured":"aac, 48000 Hz, 2 channels","unit":null,"wanted":"an audio track that decodes","codes":["-5007","FailedOperation.LipVoiceDetect"],"mends":null}"#,
          #"{"rule":"audio.audible","status":"met","severity":"reject","measured":-30.1,"unit":"LUFS","wanted":"a moment ≥ -55 LUFS, ≥ 0.3 s of sound","codes":["-5007","FailedOperation.LipVoiceDetect"],"mends":null}"#,
          #"{"rule":"audio.level","status":"broken","severity":"reject","measured":-38.2,"unit":"LUFS","wanted":"≥ -35 LUFS","codes":["-5013","FailedOperation.LipVoiceLow"],"mends":"gain"}"#,
          #"{"rule":"audio.noise","status":"met","severity":"risk","measured":27.5,"unit":"dB","wanted":"speech ≥ 10 dB above the noise","codes":["-5012"],"mends":null}"#,
          #"{"rule":"audio.clipping","status":"met","severity":"risk","measured":0,"unit":"%","wanted":"≤ 0.1 % of samples at full scale","codes":["-5008","FailedOperation.LipVoiceRecognize"],"mends":null}"#,
          #"{"rule":"audio.sync","status":"met","severity":"risk","measured":0,"unit":"s","wanted":"start within 0.2 s, end within 1 s of the picture","codes":["-5002","-5010"],"mends":null}"#,
          #"{"rule":"privacy.metadata","status":"broken","severity":"note","measured":"location","unit":null,"wanted":"no location, device or owner tags","codes":[],"mends":"remux"}"#,
        ].joined(separator: ",") + "]}")
  }

  @Test func prepareWhole() {
    #expect(
      JSONReport.prepare(.phone).text
        == #"{"schema":"liveprep.prepare/1","file":"a.mov","output":"out.mp4","target":"livedetectfour","mode":"lip","plan":"transcode","reasons":["file.container","file.streams","file.size","video.codec","video.orientation","video.dynamic-range","audio.level","privacy.metadata"],"bytesIn":12400312,"bytesOut":412005,"before":"#
        + Self.phoneClip + #","after":"# + Self.producedClip
        + #","seconds":{"probe":0.12,"prepare":1.5,"verify":0.08,"total":1.7},"work":{"picture":{"width":540,"height":960,"rotation":90,"mirrored":false,"frameRate":[30000,1001],"toneMapped":true,"deinterlaced":false},"sound":{"gain":18.2,"ceiling":-1.5,"channel":null,"sampleRate":48000,"bitRate":64000},"window":null,"byteLimit":3000000}}"#
    )
  }

  @Test func aDryRunHasNoResult() {
    let text = JSONReport.prepare(.dry).text
    #expect(text.contains(#""output":null,"#))
    #expect(text.contains(#""bytesOut":null,"before":{"container":"mov""#))
    #expect(text.contains(#""after":null,"#))
  }

  @Test func error() {
    #expect(
      JSONReport.error(LivePrepError(.noSuchFile, "x.mp4: no such file"), file: "x.mp4").text
        == #"{"schema":"liveprep.error/1","file":"x.mp4","error":"no-such-file","message":"x.mp4: no such file","exit":66}"#
    )
  }

  @Test(
    arguments: [
      (LivePrepError.Kind.usage, 64), (.unreadable, 65), (.noSuchFile, 66), (.unfixable, 1),
      (.serviceUnavailable, 69), (.internalError, 70), (.cannotWrite, 73), (.tryAgain, 75),
      (.credentials, 77), (.cancelled, 128),
    ] as [(LivePrepError.Kind, Int32)])
  func exitStatus(_ kind: LivePrepError.Kind, _ status: Int32) {
    #expect(ExitStatus(kind).rawValue == status)
  }

  @Test func exitStatusOfAReport() {
    #expect(ExitStatus(.phone(), strict: false) == .rejected)
    #expect(ExitStatus(.phone { $0.container = nil }, strict: false) == .unreadable)
    #expect(ExitStatus(.phone { $0.audioTracks = 0 }, strict: false) == .rejected)
    var clip = Clip.produced
    #expect(ExitStatus(Report(file: "", clip: clip, profile: Profile()), strict: false) == .fine)
    // It stands still too much, which is a risk.
    #expect(
      ExitStatus(Report(file: "", clip: clip, profile: Profile()), strict: true) == .rejected)
    clip.stillShare = 0
    #expect(ExitStatus(Report(file: "", clip: clip, profile: Profile()), strict: true) == .fine)
  }
}
