import Foundation
import Testing

/// Expects what `check` measured of a file to agree with ffprobe and ffmpeg.
func expectAgreement(_ clip: ClipDocument, _ judge: Judge) async throws {
  let name: Comment = "\((judge.file as NSString).lastPathComponent)"
  #expect(
    clip.bytes == (try FileManager.default.attributesOfItem(atPath: judge.file)[.size] as? Int))

  // With several tracks the choice is ours, and shown by tests of its own.
  if judge.videos.count == 1, let video = judge.videos.first, let codec = video.codec_name {
    #expect(clip.videoCodec == codec, name)
    #expect(clip.codedWidth == video.width && clip.codedHeight == video.height, name)
    if let shown = judge.displayed(video), let width = clip.width, let height = clip.height {
      // A non-square pixel may be made square by either side.
      let ratio = (Double(width) / Double(height)) / (shown.width / shown.height)
      #expect(abs(ratio - 1) < 0.01, name)
      let sides = abs(Double(width) - shown.width) <= 2 || abs(Double(height) - shown.height) <= 2
      #expect(sides, name)
    }
  }

  if judge.sounds.count == 1, let sound = judge.sounds.first, sound.codec_name != nil,
    let measured = try await judge.loudness(of: sound.index)
  {
    #expect(clip.audioCodec == sound.codec_name, name)
    if measured.integrated > -69 {
      let ours = try #require(clip.integratedLoudness, name)
      #expect(abs(ours - measured.integrated) <= 0.5, name)
    } else {
      #expect((clip.integratedLoudness ?? -70) <= -69, name)
    }
    // ffmpeg has no momentary loudness of less than 400 ms.
    if try await judge.levels(of: sound.index).count > 4 {
      #expect(((clip.maxMomentaryLoudness ?? -120) > -55) == (measured.momentary > -55), name)
    }
  } else if judge.sounds.isEmpty {
    #expect(clip.audioCodec == nil && clip.integratedLoudness == nil, name)
  }

  if judge.videos.count == 1, let video = judge.videos.first {
    let times = try await judge.times(of: video.index)
    if times.count > 1, let frames = clip.frames {
      #expect(frames == times.count, name)
      let all = zip(times, times.dropFirst()).map { $1 - $0 }
      let flowing = all.filter { $0 <= 0.5 }
      let steps = flowing.count * 2 < all.count ? all : flowing
      let rate = Double(steps.count) / steps.reduce(0, +)
      #expect(abs((clip.frameRate ?? 0) / rate - 1) < 0.005, name)
    }
  }

  let watched = [judge.videos.first?.index, judge.sounds.first?.index].compactMap { $0 }
  if judge.videos.count == 1, judge.sounds.count <= 1,
    let seconds = try await judge.duration(of: watched), let ours = clip.duration
  {
    #expect(abs(ours - seconds) <= max(0.12, 0.02 * seconds), name)
  }
}

/// The whole of a file.
func bytes(_ path: String) throws -> Data { try Data(contentsOf: URL(filePath: path)) }
