import Foundation
import Testing

/// `check` and `prepare` on clips that people, phones and browsers made.
@Suite(.enabled(if: !Places.files("faces").isEmpty, "\(Places.missingMedia)"))
struct RealMediaTests {
  static let clips = Places.files("faces") + Places.files("phones")

  /// Where ffprobe itself is wrong or cannot tell, by the manifest's own words.
  static let unmeasurable = ["media3_sample_vvc.mp4", "hachoir_pentax_320x240.mov"]

  @Test("check agrees with ffprobe and ffmpeg", arguments: clips)
  func check(file: String) async throws {
    let outcome = try await liveprep("check", file, "--json", limit: 60)
    #expect(!outcome.timedOut && outcome.signal == nil)
    #expect([0, 1, 65].contains(outcome.status ?? -1), "\(outcome.errors)")
    let document = try outcome.decoded(CheckDocument.self)
    #expect((outcome.status == 65) == (document.verdict == "unreadable"))
    let judge = try await Judge(file)
    if document.verdict != "unreadable", !Self.unmeasurable.contains(where: file.hasSuffix) {
      try await expectAgreement(document.clip, judge)
    }
  }

  @Test("prepare makes a fit clip, or none", arguments: clips)
  func prepare(file: String) async throws {
    let scratch = try Scratch()
    let before = try bytes(file)
    let output = scratch.file("out.mp4")
    let outcome = try await liveprep("prepare", file, "-o", output, "--json", limit: 90)
    #expect(!outcome.timedOut && outcome.signal == nil)
    #expect(try bytes(file) == before)
    guard outcome.status == 0 else {
      #expect([1, 65].contains(outcome.status ?? -1), "\(outcome.errors)")
      #expect(!outcome.errors.isEmpty || !outcome.output.isEmpty)
      #expect(scratch.contents.isEmpty)
      return
    }
    #expect(scratch.contents == ["out.mp4"])
    let document = try outcome.decoded(PrepareDocument.self)
    try await expectFit(output, of: Judge(file), plan: document.plan)
    let again = try await liveprep("check", output)
    #expect(again.status == 0, "\(again.text)")
  }

  @Test("of a motion photo the track that moves is taken")
  func motionPhoto() async throws {
    let file = try #require(Places.files("phones").first { $0.contains("motion-photo-2-hevc") })
    let clip = try await liveprep("check", file, "--json").decoded(CheckDocument.self).clip
    #expect(clip.codedWidth == 1024 && clip.codedHeight == 768)
    #expect(abs(try #require(clip.duration) - 2.1) < 0.1)
  }

  @Test("a track that is there but silent is told from one that speaks")
  func silent() async throws {
    let silent = [
      "leszko_me", "liveportrait_driving_d19", "liveportrait_source_s29", "pyfeat_Wolf",
    ]
    for file in Places.files("faces") where silent.contains(where: file.contains) {
      let document = try await liveprep("check", file, "--json").decoded(CheckDocument.self)
      #expect(document.broken.contains("audio.audible"), "\(file)")
      #expect(document.finding("audio.audible")?.codes.contains("-5007") == true)
    }
    let spoken = ["aniportrait_pose_ref", "videoretalking_face_2", "geneface_zozo"]
    for file in Places.files("faces") where spoken.contains(where: file.contains) {
      let document = try await liveprep("check", file, "--json").decoded(CheckDocument.self)
      #expect(!document.broken.contains("audio.audible"), "\(file)")
    }
  }
}
