import Foundation
import Testing

/// `check` and `prepare` on the generated samples, held against ffprobe and ffmpeg.
@Suite(.enabled(if: Places.hasSamples, "\(Places.missingSamples)"))
struct MediaTests {
  @Test("the table of samples names every clip that is generated")
  func complete() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Places.clips.path)
      .filter { !$0.hasPrefix(".") && $0 != "bench" }
    #expect(Set(names) == Set(Expectation.all.map(\.file)))
  }

  @Test("check finds what was put there", arguments: Expectation.all)
  func check(expected: Expectation) async throws {
    let file = Places.sample(expected.file)
    let outcome = try await liveprep("check", file, "--json")
    let document = try outcome.decoded(CheckDocument.self)
    #expect(document.schema == "liveprep.check/1")
    #expect(document.file == file && document.depth == "default")
    #expect(document.target == "livedetectfour" && document.mode == "lip")
    if let verdict = expected.verdict { #expect(document.verdict == verdict) }
    if let plan = expected.plan { #expect(document.plan == plan) }
    #expect(document.broken.isSuperset(of: expected.broken))
    if expected.plan == "passthrough" { #expect(document.broken.isEmpty) }

    let statuses: [String: Int32] = ["pass": 0, "fixable": 1, "reject": 1, "unreadable": 65]
    #expect(outcome.status == statuses[document.verdict])
    if document.verdict != "unreadable", expected.file != "truncated.mp4" {
      try await expectAgreement(document.clip, Judge(file))
    }
  }

  @Test("prepare mends what can be mended, and refuses the rest", arguments: Expectation.all)
  func prepare(expected: Expectation) async throws {
    let scratch = try Scratch()
    let file = Places.sample(expected.file)
    let before = try bytes(file)
    let output = scratch.file("out.mp4")
    let outcome = try await liveprep("prepare", file, "-o", output, "--json")
    #expect(try bytes(file) == before)

    if expected.plan == "impossible" || expected.verdict == "unreadable" {
      #expect(outcome.status == (expected.verdict == "reject" ? 1 : outcome.status))
      #expect(outcome.status == 1 || outcome.status == 65)
      #expect(scratch.contents.isEmpty)
      return
    }
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(scratch.contents == ["out.mp4"])
    let document = try outcome.decoded(PrepareDocument.self)
    #expect(document.schema == "liveprep.prepare/1" && document.output == output)
    #expect(document.bytesIn == before.count)
    #expect(document.bytesOut == (try bytes(output).count))
    if let plan = expected.plan { #expect(document.plan == plan) }
    try await expectFit(output, of: Judge(file), plan: document.plan)

    let again = try await liveprep("check", output, "--json")
    #expect(again.status == 0, "\(again.text)")
  }

  @Test(
    "a quiet voice is brought up, and its peaks kept down", arguments: ["quiet.mp4", "pop.mp4"])
  func gain(name: String) async throws {
    let scratch = try Scratch()
    let output = scratch.file("out.mp4")
    let outcome = try await liveprep("prepare", Places.sample(name), "-o", output)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let made = try await Judge(output)
    let sound = try #require(made.sounds.first)
    let loudness = try #require(try await made.loudness(of: sound.index))
    #expect(loudness.integrated > -26 && loudness.integrated < -18)
    let peak = try await tool(
      "ffmpeg",
      ["-nostdin", "-hide_banner", "-i", output, "-af", "ebur128=peak=true", "-f", "null", "-"])
    let line = try #require(peak.errors.split(separator: "\n").last { $0.contains("Peak:") })
    let value = try #require(line.split(separator: " ").compactMap { Double($0) }.first)
    // The encoder may overshoot the limiter's −1.5 a little.
    #expect(value < -0.5)
  }

  @Test(
    "a clock that jumps costs no frames", arguments: ["sound-jump.mp4", "picture-jump.mp4"])
  func jump(name: String) async throws {
    let scratch = try Scratch()
    let outcome = try await liveprep(
      "prepare", Places.sample(name), "-o", scratch.file("out.mp4"), "--json")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let made = try #require(try outcome.decoded(PrepareDocument.self).after)
    #expect(try abs(#require(made.frameRate) - 30) < 0.1)
  }

  @Test("of several tracks the best are taken")
  func tracks() async throws {
    let outcome = try await liveprep("check", Places.sample("tracks.mp4"), "--json")
    let clip = try outcome.decoded(CheckDocument.self).clip
    #expect(clip.width == 540 && clip.height == 960)
    #expect(abs(try #require(clip.integratedLoudness) + 20.1) < 0.5)
  }

  @Test("channels that cancel each other out are not mixed to silence")
  func inverted() async throws {
    let scratch = try Scratch()
    let output = scratch.file("out.mp4")
    // Small enough a budget to have it encoded again.
    let outcome = try await liveprep(
      "prepare", Places.sample("inverted.mp4"), "-o", output, "--max-bytes", "200000")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let made = try await Judge(output)
    let sound = try #require(made.sounds.first)
    #expect(sound.channels == 1)
    let loudness = try #require(try await made.loudness(of: sound.index))
    #expect(loudness.integrated > -26)
  }

  @Test("a clip that is too long keeps all that is said")
  func trim() async throws {
    let scratch = try Scratch()
    let output = scratch.file("out.mp4")
    let file = Places.sample("long.mp4")
    let outcome = try await liveprep("prepare", file, "-o", output)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let made = try await Judge(output)
    let seconds = try #require(try await made.duration(of: made.streams.map(\.index)))
    #expect(seconds >= 2 && seconds <= 20)
    try await expectFit(output, of: Judge(file), plan: "transcode")
  }

  @Test(
    "the byte budget is kept, or refused with the reason",
    arguments: [60_000, 80_000, 120_000, 200_000, 500_000, 1_500_000])
  func budget(limit: Int) async throws {
    let scratch = try Scratch()
    let output = scratch.file("out.mp4")
    let outcome = try await liveprep(
      "prepare", Places.sample("phone.mp4"), "-o", output, "--max-bytes", "\(limit)")
    if outcome.status == 0 {
      #expect(try bytes(output).count < limit)
      #expect(try await Judge(output).complaints().isEmpty)
    } else {
      #expect(outcome.status == 1 && !outcome.errors.isEmpty)
      #expect(scratch.contents.isEmpty)
      // Half the clip's sound alone is 24 kB; a budget three times that has to do.
      #expect(limit < 120_000)
    }
  }
}
