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
      "media3_hdr10-video-with-sdr-container.mp4",
    ])
  func phones(name: String) async throws {
    let scratch = try Scratch()
    let file = scratch.file((name as NSString).pathExtension == "mp4" ? "long.mp4" : "long.mov")
    // Some last less than a second: the same again and again, as it was coded.
    let looped = try await tool(
      "ffmpeg",
      [
        "-nostdin", "-v", "error", "-stream_loop", "20",
        "-i", Places.media.appending(path: "phones/\(name)").path, "-map", "0:v:0", "-c", "copy",
        "-t", "3", "-strict", "unofficial", file,
      ])
    #expect(looped.status == 0, "\(looped.errors)")
    // At a seam of the loop two frames stand at one moment, of which either may be shown.
    try await expectLikeness(file, frames: 7)
  }

  private func expectLikeness(_ file: String, frames: Int = 10_000) async throws {
    let scratch = try Scratch()
    let output = scratch.file("out.mp4")
    let outcome = try await liveprep(
      "prepare", file, "-o", output, "--json", "--target", "liveness-recognition", "--mode",
      "silent")
    #expect(outcome.status == 0, "\(outcome.text) \(outcome.errors)")
    let judge = try await Judge(output)
    let video = try #require(judge.videos.first)
    #expect(video.color_transfer == "bt709" && video.pix_fmt == "yuv420p")
    let size = "\(try #require(video.width)):\(try #require(video.height))"
    // The reference is never encoded, so that what encoding costs counts against us.
    let compared = try await tool(
      "ffmpeg",
      [
        "-nostdin", "-hide_banner", "-i", output, "-i", file, "-lavfi",
        "[0:v]trim=end_frame=\(frames),setpts=N/30/TB[a];[1:v]fps=\(video.r_frame_rate ?? "30"),scale=\(size):flags=area,"
          + "\(Self.chain),setpts=N/30/TB[b];[a][b]ssim=shortest=1", "-f", "null", "-",
      ])
    let line = try #require(compared.errors.split(separator: "\n").last { $0.contains("SSIM Y:") })
    let text = try #require(line.split(separator: "Y:").last?.split(separator: " ").first)
    let likeness = try #require(Double(text))
    #expect(likeness >= 0.97, "\((file as NSString).lastPathComponent): \(likeness)")
  }
}
