import Testing

@testable import LivePrep

private func summary(_ finding: Finding) -> String {
  var words = [finding.status.rawValue]
  if finding.status == .broken { words.append(finding.severity.rawValue) }
  if let mend = finding.mends { words.append(mend.rawValue) }
  return words.joined(separator: " ")
}

@Suite("Rules")
struct RulesTests {
  @Test(arguments: RuleCase.all)
  func table(_ example: RuleCase) throws {
    let findings = Judge.findings(
      clip: example.clip, profile: example.profile, options: example.options)
    let finding = try #require(findings.first { $0.rule == example.rule })
    #expect(summary(finding) == example.expected)
    #expect(finding.measuredText == example.measured)
  }

  @Test func everyRuleIsListedInOrderAndHasACase() {
    #expect(
      Rules.all.map(\.id.rawValue) == [
        "file.readable", "file.container", "file.streams", "file.size", "video.codec",
        "video.resolution", "video.orientation", "video.duration", "video.frame-rate",
        "video.dynamic-range", "video.exposure", "video.motion", "audio.codec", "audio.present",
        "audio.audible", "audio.level", "audio.noise", "audio.clipping", "audio.sync",
        "privacy.metadata",
      ])
    let cases = RuleCase.all
    for rule in Rules.all {
      #expect(cases.contains { $0.rule == rule.id && $0.expected == "met" }, "\(rule.id)")
      #expect(
        cases.contains { $0.rule == rule.id && $0.expected.hasPrefix("broken") }, "\(rule.id)")
      #expect(cases.contains { $0.rule == rule.id && $0.expected == "unknown" }, "\(rule.id)")
    }
  }

  @Test func aGoodClipMeetsEveryRule() {
    let report = Report(file: "a.mp4", clip: .good, profile: .lip)
    #expect(report.findings.allSatisfy { $0.status == .met })
    #expect(report.verdict == .pass)
    #expect(report.plan.kind == .passthrough)
    #expect(report.refusal.isEmpty)
  }

  @Test func whatWasNotMeasuredIsNeverMet() {
    let findings = Judge.findings(clip: Clip(), profile: .lip)
    #expect(findings.allSatisfy { $0.status != .met })
    #expect(findings.filter { $0.status == .broken }.map(\.rule) == [.fileReadable])
  }

  @Test func codesFollowWhatIsWrong() {
    func codes(_ rule: RuleID, _ change: (inout Clip) -> Void) -> [String]? {
      Judge.findings(clip: .good.with(change), profile: .lip).first { $0.rule == rule }?.codes
    }
    #expect(codes(.videoExposure) { $0.meanLuma = 0.02 } == ["FailedOperation.ActionLightDark"])
    #expect(codes(.videoExposure) { $0.meanLuma = 0.98 } == ["FailedOperation.ActionLightStrong"])
    #expect(
      codes(.videoDuration) { $0.duration = 1 } == [
        "FailedOperation.SilentTooShort", "FailedOperation.LipSizeError",
      ])
    #expect(
      codes(.videoDuration) { $0.duration = 30 } == [
        "FailedOperation.LipSizeError", "FailedOperation.VideoDurationExceeded",
      ])
  }

  @Test func aLimitCanBeOverridden() throws {
    var profile = Profile.lip
    profile.minimumLoudness = -25
    profile.containers = ["mp4", "webm"]
    let clip = Clip.good.with {
      $0.integratedLoudness = -26
      $0.container = "webm"
    }
    let findings = Judge.findings(clip: clip, profile: profile)
    let level = try #require(findings.first { $0.rule == .audioLevel })
    #expect(level.status == .broken)
    #expect(level.wanted == "≥ -25 LUFS")
    let container = try #require(findings.first { $0.rule == .fileContainer })
    #expect(container.status == .met)
    #expect(container.wanted == "mp4, webm")
  }

  @Test func anAskedForSizeReplacesTheProfiles() throws {
    var options = Preflight.Options()
    options.maximumBytes = 500_000
    let size = try #require(
      Judge.findings(clip: .good, profile: .lip, options: options)
        .first { $0.rule == .fileSize })
    #expect(size.status == .broken)
    #expect(size.wanted == "< 500000 bytes")
    options.maximumBytes = 5_000_000
    #expect(
      Judge.findings(clip: .good, profile: .lip, options: options)
        .first { $0.rule == .fileSize }?.wanted == "< 3000000 bytes")
  }

  @Test func wantedTexts() {
    let wanted = Judge.findings(clip: .good, profile: .lip).map(\.wanted)
    #expect(
      wanted == [
        "a whole clip whose picture decodes", "mp4, avi, flv",
        "one video track, at most one audio track, nothing else", "< 3000000 bytes",
        "H.264, 8-bit 4:2:0, progressive", "≥ 270x480 as displayed",
        "stored upright, not mirrored, square pixels", "2–20 s, best 4–8 s",
        "≥ 10 fps, no gap > 0.5 s", "SDR (BT.709 or BT.601)", "mean luma 0.12–0.88",
        "≤ 50 % still or black", "AAC (in avi and flv also MP3 or PCM) that can be mixed to mono",
        "an audio track that decodes", "a moment ≥ -55 LUFS, ≥ 0.3 s of sound", "≥ -35 LUFS",
        "speech ≥ 10 dB above the noise",
        "≤ 0.1 % of samples at full scale",
        "start within 0.2 s, end within 1 s of the picture",
        "no location, device or owner tags",
      ])
  }

  @Test func verdicts() {
    func verdict(_ profile: Profile = .lip, _ change: (inout Clip) -> Void) -> Report.Verdict {
      Report(file: "", clip: .good.with(change), profile: profile).verdict
    }
    #expect(verdict { $0.rotation = 90 } == .pass)
    #expect(verdict { $0.videoCodec = "hevc" } == .fixable)
    #expect(verdict { $0.integratedLoudness = -40 } == .fixable)
    #expect(verdict { $0.duration = 1 } == .reject)
    #expect(
      verdict {
        $0.duration = 1
        $0.videoCodec = "hevc"
      } == .reject)
    #expect(verdict { $0.damage = [Words("ends early")] } == .unreadable)
    #expect(verdict { $0.container = nil } == .unreadable)
    #expect(verdict { $0.audioTracks = 0 } == .reject)
    #expect(verdict(.silent) { $0.audioTracks = 0 } == .pass)
  }

  @Test func aRefusalNamesEveryReasonAndWhatToDo() {
    let clip = Clip.mute.with {
      $0.duration = 1.5
      $0.videoCodec = "hevc"
    }
    #expect(
      Report(file: "", clip: clip, profile: .lip).refusal == """
        video.duration is 1.5 s, wanted: 2–20 s, best 4–8 s. Record again: about 6 s, the digits \
        read without a pause.
        audio.present is no audio track, wanted: an audio track that decodes. Allow the recorder \
        to use the microphone, and record again.
        """)
  }
}
