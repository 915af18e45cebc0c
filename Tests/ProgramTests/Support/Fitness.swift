import Foundation
import Testing

/// Expects a produced file to be what SPEC §4 promises, by ffprobe's and ffmpeg's account, and to
/// show and say what its source did.
func expectFit(_ output: String, of source: Judge, plan: String, limit: Int = 3_000_000)
  async throws
{
  let made = try await Judge(output)
  let name: Comment = "\((source.file as NSString).lastPathComponent) by \(plan)"

  let bytes = try Data(contentsOf: URL(filePath: output))
  #expect(bytes.count < limit, name)
  let complaints = try await made.complaints()
  #expect(complaints.isEmpty, name)

  let video = try #require(made.videos.first, name)
  let shown = try #require(made.displayed(video), name)
  #expect(min(shown.width, shown.height) >= 270 && max(shown.width, shown.height) >= 480, name)
  if let before = source.videos.first, source.videos.count == 1,
    let was = source.displayed(before)
  {
    // Even sizes cost up to a pixel on each side.
    let ratio = (shown.width / shown.height) / (was.width / was.height)
    #expect(abs(ratio - 1) < 0.02, name)
  }

  if plan == "passthrough" {
    let original = try Data(contentsOf: URL(filePath: source.file))
    #expect(bytes == original, name)
    return
  }

  #expect(made.format?.format_name.contains("mp4") == true, name)
  #expect(bytes.prefix(12).dropFirst(4).prefix(4).elementsEqual("ftyp".utf8), name)
  #expect(!bytes.prefix(12).suffix(4).elementsEqual("qt  ".utf8), name)
  let index = try #require(bytes.range(of: Data("moov".utf8)), name)
  let media = try #require(bytes.range(of: Data("mdat".utf8)), name)
  #expect(index.lowerBound < media.lowerBound, name)
  #expect(made.videos.count == 1 && made.streams.count == 1 + made.sounds.count, name)
  // A copied picture may use the full range.
  let formats = plan == "transcode" ? ["yuv420p"] : ["yuv420p", "yuvj420p"]
  #expect(video.codec_name == "h264" && formats.contains(video.pix_fmt ?? ""), name)
  let tags = (made.format?.tags ?? [:]).merging(video.tags ?? [:]) { $1 }.keys
  let telling = ["location", "make", "model", "author", "artist", "comment", "title", "creation"]
  #expect(!tags.contains { tag in telling.contains { tag.lowercased().contains($0) } }, name)

  if plan == "transcode" {
    #expect(made.rotation(video) == nil, name)
    #expect(["1:1", nil].contains(video.sample_aspect_ratio), name)
    #expect(["progressive", nil].contains(video.field_order), name)
    #expect((video.level ?? 0) <= 40, name)
    #expect(["bt709", nil].contains(video.color_transfer), name)
    #expect(min(shown.width, shown.height) <= 540, name)
  } else if source.videos.count == 1 {
    let before = try await source.frameHashes()
    let after = try await made.frameHashes()
    #expect(before == after && !after.isEmpty, name)
  }
  try await expectSpeechKept(in: made, of: source, name)
}

private func expectSpeechKept(in made: Judge, of source: Judge, _ name: Comment) async throws {
  guard source.sounds.count == 1, let before = source.sounds.first else { return }
  let after = try #require(made.sounds.first, name)
  let was = try #require(try await source.loudness(of: before.index), name)
  // Silence stays silence; there is nothing to keep.
  guard was.momentary > -55 else { return }
  let now = try #require(try await made.loudness(of: after.index), name)
  // Loudness is a sum over channels: folding two that differ into one takes off 6 dB, more channels
  // more. Nothing else may.
  let channels = before.channels ?? 1
  let fold = channels > 2 ? 9.0 : channels == 2 ? 6.5 : 1.0
  #expect(now.integrated > was.integrated - fold, name)

  let spoken = try await loudWindows(source, before.index)
  let kept = try await loudWindows(made, after.index)
  #expect(Double(kept) >= 0.85 * Double(spoken), name)
}

/// How many tenths of a second lie within 25 dB of the loud ones.
private func loudWindows(_ judge: Judge, _ index: Int) async throws -> Int {
  let levels = try await judge.levels(of: index)
  guard !levels.isEmpty else { return 0 }
  let loud = levels.sorted()[levels.count * 95 / 100]
  return levels.count { $0 > loud - 25 }
}
