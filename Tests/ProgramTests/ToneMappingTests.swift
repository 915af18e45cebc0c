import Foundation
import Testing

/// HDR clips, against the chain of ffmpeg filters that SPEC names, at the size that was produced.
@Suite(.enabled(if: Places.hasSamples, "\(Places.missingSamples)"))
struct ToneMappingTests {
  private static let chain =
    "zscale=t=linear:npl=203,format=gbrpf32le,zscale=p=bt709,tonemap=hable:desat=0,"
    + "zscale=t=bt709:m=bt709:r=limited,format=yuv420p"

  @Test(
    "generated HLG and PQ clips look as ffmpeg maps them", arguments: ["hlg-rotated.mov", "pq.mp4"])
  func samples(name: String) async throws {
    try await expectLikeness(Places.sample(name))
  }

  @Test(
    "HDR clips of phones look as ffmpeg maps them",
    .enabled(if: !Places.files("phones").isEmpty, "\(Places.missingMedia)"),
    arguments: [
      "media3_dolbyVision-hdr.MOV", "media3_hlg10-color-test.mp4", "rails_rotated_hdr_video.mov",
      "media3_hdr10-video-with-sdr-container.mp4", "media3_hdr10-av1.mp4",
    ])
  func phones(name: String) async throws {
    let scratch = try Scratch()
    let file = scratch.file((name as NSString).pathExtension == "mp4" ? "long.mp4" : "long.mov")
    // Some last less than a second: the same pictures again and again, without loss and evenly in
    // time. As they were coded, two would stand at one moment at every seam.
    let looped = try await tool(
      "ffmpeg",
      [
        "-nostdin", "-v", "error", "-i", Places.media.appending(path: "phones/\(name)").path,
        "-map", "0:v:0", "-vf", "loop=loop=-1:size=60,setpts=N/30/TB", "-r", "30", "-t", "3",
        "-c:v", "libx264", "-qp", "0", "-preset", "ultrafast", file,
      ])
    #expect(looped.status == 0, "\(looped.errors)")
    try await expectLikeness(file)
  }

  private func expectLikeness(_ file: String) async throws {
    let scratch = try Scratch()
    let output = scratch.file("out.mp4")
    let outcome = try await liveprep(
      "prepare", file, "-o", output, "--json", "--target", "liveness-recognition", "--mode",
      "silent")
    #expect(outcome.status == 0, "\(outcome.text) \(outcome.errors)")
    let judge = try await Judge(output)
    let video = try #require(judge.videos.first)
    #expect(video.color_transfer == "bt709" && video.pix_fmt == "yuv420p")
    let picture =
      "fps=\(video.r_frame_rate ?? "30"),scale=\(try #require(video.width)):"
      + "\(try #require(video.height)):flags=area,\(Self.chain)"
    let likeness = try await likeness(of: output, to: file, shownAs: picture)
    if likeness >= 0.97 { return }
    // The reference is never encoded. Where the grain is such that encoding alone costs more than
    // that, what the chain itself is left with, encoded as a script would, is the measure.
    let encoded = scratch.file("chain.mp4")
    let made = try await tool(
      "ffmpeg",
      [
        "-nostdin", "-v", "error", "-i", file, "-map", "0:v:0", "-vf", picture, "-c:v", "libx264",
        "-preset", "veryfast", "-crf", "23", encoded,
      ])
    #expect(made.status == 0, "\(made.errors)")
    let possible = try await self.likeness(of: encoded, to: file, shownAs: picture)
    #expect(
      possible < 0.972 && likeness >= possible - 0.002,
      "\((file as NSString).lastPathComponent): \(likeness), of \(possible)")
  }

  /// SSIM of luma, frame by frame.
  private func likeness(
    of made: String, to file: String, shownAs filters: String
  ) async throws -> Double {
    let compared = try await tool(
      "ffmpeg",
      [
        "-nostdin", "-hide_banner", "-i", made, "-i", file, "-lavfi",
        "[0:v]setpts=N/30/TB[a];[1:v]\(filters),setpts=N/30/TB[b];[a][b]ssim=shortest=1",
        "-f", "null", "-",
      ])
    let line = try #require(compared.errors.split(separator: "\n").last { $0.contains("SSIM Y:") })
    let text = try #require(line.split(separator: "Y:").last?.split(separator: " ").first)
    return try #require(Double(text))
  }
}
