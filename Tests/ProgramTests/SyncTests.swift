import Foundation
import Testing

/// Lips and voice stay together: how far the sound moved against the picture, as ffmpeg sees it.
@Suite("Lip sync")
struct SyncTests {
  /// Samples a second of what is compared.
  private static let rate = 8000

  @Test(
    "the sound moves against the picture by less than 20 ms",
    arguments: [
      "container.mov", "container.mkv", "quiet.mp4", "telephone.mov", "rotated-90.mp4",
      "late-sound.mp4", "browser.webm", "mjpeg.avi", "hevc.mp4", "vfr.mp4", "phone.mp4",
    ])
  func together(name: String) async throws {
    let scratch = try Scratch()
    let output = scratch.file("out.mp4")
    let file = Places.sample(name)
    let outcome = try await liveprep("prepare", file, "-o", output)
    try #require(outcome.status == 0, "\(outcome.errors)")

    let source = try await sound(of: file)
    let made = try await sound(of: output)
    let heard = Double(lag(of: made, behind: source)) / Double(Self.rate)
    let seen = try await firstPicture(of: output) - firstPicture(of: file)
    #expect(abs(heard - seen) < 0.02, "\(heard) s heard, \(seen) s seen")
  }

  /// The sound on the file's own clock: silence stands for what comes before it.
  private func sound(of file: String) async throws -> [Float] {
    let outcome = try await tool(
      "ffmpeg",
      [
        "-nostdin", "-v", "error", "-i", "file:" + file, "-map", "0:a:0", "-af",
        "aresample=\(Self.rate):async=1:first_pts=0", "-ac", "1", "-f", "f32le", "-",
      ])
    return outcome.output.withUnsafeBytes { bytes in
      stride(from: 0, to: bytes.count - 3, by: 4).map {
        Float(bitPattern: bytes.loadUnaligned(fromByteOffset: $0, as: UInt32.self))
      }
    }
  }

  /// Seconds on the same clock, which ffmpeg starts at the file's first time.
  private func firstPicture(of file: String) async throws -> Double {
    let outcome = try await tool(
      "ffprobe",
      [
        "-v", "error", "-select_streams", "v:0", "-show_entries",
        "format=start_time:stream=start_time", "-of", "flat", "file:" + file,
      ])
    let values = outcome.text.split(separator: "\n").compactMap { line -> (String, Double)? in
      let parts = line.split(separator: "=")
      guard parts.count == 2, let value = Double(parts[1].filter { $0 != "\"" }) else { return nil }
      return (String(parts[0]), value)
    }
    let start = values.first { $0.0.hasPrefix("format") }?.1 ?? 0
    return (values.first { $0.0.hasPrefix("streams") }?.1 ?? start) - start
  }

  /// Samples by which one sound has to be moved to lie on the other, whatever its loudness: where
  /// they agree best, within 0.4 s.
  private func lag(of made: [Float], behind source: [Float]) -> Int {
    let reach = Self.rate * 2 / 5
    let start = reach
    let end = min(made.count, source.count) - reach
    guard end > start else { return .max }
    var best = (lag: Int.max, sum: -Double.infinity)
    for lag in -reach...reach {
      var sum: Float = 0
      // Each fourth sample is enough to tell a millisecond.
      for index in stride(from: start, to: end, by: 4) { sum += source[index] * made[index + lag] }
      if Double(sum) > best.sum { best = (lag, Double(sum)) }
    }
    return best.lag
  }
}
