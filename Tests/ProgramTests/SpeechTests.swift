import Foundation
import Testing

/// Where speech stands in generated clips of all kinds of sound, as ffmpeg's silences tell it.
@Suite("Speech", .enabled(if: Places.hasSamples, "\(Places.missingSamples)"))
struct SpeechTests {
  @Test(
    "speech is found where it is, and as long as it is",
    arguments: [
      "fine.mp4", "fine-surround.mp4", "he-aac.mp4", "long.mp4", "container.mkv", "telephone.mov",
      "browser.webm", "sound-hole.mp4",
    ])
  func found(name: String) async throws {
    let outcome = try await liveprep("check", Places.sample(name), "--json")
    let report = try outcome.decoded(CheckDocument.self)
    let silences = try await silences(in: Places.sample(name))
    let first = try #require(silences.first)
    let last = try #require(silences.last)
    try #require(first.start < 0.1 && last.start > first.end)
    #expect(abs(try #require(report.clip.speechStart) - first.end) < 0.1)
    #expect(abs(try #require(report.clip.speechEnd) - last.start) < 0.1)
    let pauses = silences.dropFirst().dropLast().reduce(0) { $0 + $1.end - $1.start }
    let spoken = last.start - first.end - pauses
    let seconds = try #require(report.clip.speechSeconds)
    #expect(abs(seconds - spoken) < 0.1 * spoken, "\(seconds) of \(spoken) s")
  }

  /// Pauses longer than those within a word or between two, seconds from the start.
  private func silences(in file: String) async throws -> [(start: Double, end: Double)] {
    let outcome = try await tool(
      "ffmpeg",
      [
        "-nostdin", "-hide_banner", "-i", file, "-map", "0:a:0", "-af",
        "silencedetect=noise=-45dB:d=0.35", "-f", "null", "-",
      ])
    func times(_ key: String) -> [Double] {
      outcome.errors.split(separator: "\n").compactMap { line in
        line.range(of: key + ": ").flatMap {
          Double(line[$0.upperBound...].prefix { $0.isNumber || $0 == "." || $0 == "-" })
        }
      }
    }
    return zip(times("silence_start"), times("silence_end")).map { ($0, $1) }
  }
}
