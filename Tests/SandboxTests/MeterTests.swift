import Foundation
import Testing

@testable import Sandbox

/// Clips whose properties are ffmpeg's doing, measured by the sandbox's own means.
@Suite(.enabled(if: Media.hasFFmpeg, "ffmpeg is not installed")) struct MeterTests {
  private static func measure(_ clip: [UInt8]) throws -> VideoMeasure {
    try LibavMeter().measure(clip[...])
  }

  @Test(arguments: [("mp4", "mp4"), ("avi", "avi"), ("flv", "flv"), ("mov", "mov"), ("3gp", "3gp")])
  func containersAreTold(suffix: String, container: String) throws {
    let codecs =
      suffix == "3gp" || suffix == "flv" ? ["-c:v", "h264", "-c:a", "aac"] : []
    let measure = try Self.measure(try Media.clip(suffix: suffix, codecs))
    #expect(measure.container == container)
    #expect((measure.width, measure.height) == (270, 480))
    #expect(abs(measure.duration - 3) < 0.1)
    #expect(abs(measure.frames - 75) <= 1)
    // A sine of amplitude 1/8 (−18 dBFS peak) at 1 kHz is −21 dB, and −21 LUFS within R128's weighting.
    let loudness = try #require(measure.loudness)
    #expect(abs(loudness.integrated + 21) < 1.5)
  }

  @Test func rotationCountsForTheDisplayedSize() throws {
    let clip = try Media.clip(suffix: "mp4", size: "480x270", rotation: 90)
    let measure = try Self.measure(clip)
    #expect((measure.codedWidth, measure.codedHeight) == (480, 270))
    #expect((measure.width, measure.height) == (270, 480))
  }

  @Test func loudnessFollowsTheSound() throws {
    let quiet = try Self.measure(try Media.clip(suffix: "mp4", ["-af", "volume=-20dB"]))
    let quietLoudness = try #require(quiet.loudness)
    #expect(abs(quietLoudness.integrated + 41) < 1.5)
    let silent = try Self.measure(try Media.clip(suffix: "mp4", ["-af", "volume=0"]))
    let silentLoudness = try #require(silent.loudness)
    #expect(silentLoudness.integrated == -.infinity)
    #expect(silentLoudness.momentary < -55)
    #expect(try Self.measure(try Media.clip(suffix: "mp4", ["-an"])).loudness == nil)
  }

  @Test func whatIsNoVideoIsNotMeasured() throws {
    #expect(throws: Unmeasurable.unknownFormat) {
      try Self.measure(Array("#EXTM3U\n/etc/passwd\n".utf8))
    }
    #expect(throws: Unmeasurable.unknownFormat) { try Self.measure([0, 1, 2]) }
    let clip = try Media.clip(suffix: "mp4", ["-movflags", "+faststart"])
    #expect(throws: Unmeasurable.self) { try Self.measure(Array(clip.prefix(200))) }
    let sound = try Media.clip(suffix: "mp4", ["-vn"])
    #expect(throws: Unmeasurable.unknownFormat) { try Self.measure(sound) }
  }

  /// The whole way: a real clip over the wire, judged by decoding it.
  @Test func realClipsAreJudgedOverTheWire() throws {
    let bench = try Bench(meter: LibavMeter())
    let digits = try bench.digits()
    func status(_ clip: [UInt8]) throws -> Double? {
      Lenient(bench.ask(try bench.detection(digits: digits, video: clip)).text)["data"]?[
        "live_status"]?.number
    }
    #expect(try status(try Media.clip(suffix: "mp4")) == 0)
    #expect(try status(try Media.clip(suffix: "mp4", ["-an"])) == -5007)
    #expect(try status(try Media.clip(suffix: "mp4", ["-af", "volume=-20dB"])) == -5013)
    #expect(try status(try Media.clip(suffix: "mp4", size: "240x426")) == -5015)
    #expect(try status(try Media.clip(suffix: "mp4", seconds: "1.5")) == -5001)
    #expect(try status(try Media.clip(suffix: "mov")) == -5001)
  }

  /// Damaged and malicious files end in an answer; real ones in a measure.
  @Test(.enabled(if: Media.shared != nil, "../shared/media is not there"))
  func strangersFiles() throws {
    let shared = try #require(Media.shared)
    var counts = (measured: 0, refused: 0)
    for folder in ["hostile", "faces"] {
      let files = try FileManager.default.contentsOfDirectory(
        at: shared.appending(path: folder), includingPropertiesForKeys: [.fileSizeKey])
      for file in files where file.pathExtension != "tsv" {
        let size = try file.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0
        guard size <= 6_000_000 else { continue }
        do {
          let measure = try LibavMeter().measure([UInt8](try Data(contentsOf: file))[...])
          counts.measured += 1
          #expect(measure.duration.isFinite && measure.width >= 0)
        } catch is Unmeasurable {
          counts.refused += 1
          #expect(folder == "hostile", "\(file.lastPathComponent)")
        }
      }
    }
    #expect(counts.measured > 20)
    #expect(counts.refused > 10)
  }
}

/// Clips made by ffmpeg for the occasion.
enum Media {
  static let hasFFmpeg = FileManager.default.isExecutableFile(atPath: "/usr/bin/ffmpeg")

  static let shared: URL? = {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../../shared/media").standardizedFileURL
    return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
  }()

  /// The clip that nothing was asked of, made once.
  static let plain = Result { try clip(suffix: "mp4") }

  /// Three seconds at 25 frames a second with a sine of 1 kHz, unless told otherwise.
  static func clip(
    suffix: String, size: String = "270x480", seconds: String = "3", rotation: Int? = nil,
    _ options: [String] = []
  ) throws -> [UInt8] {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var file = folder.appending(path: "a.\(suffix)")
    try run(
      [
        "-f", "lavfi", "-i", "testsrc2=size=\(size):rate=25:duration=\(seconds)", "-f", "lavfi",
        "-i", "sine=frequency=1000:sample_rate=44100:duration=\(seconds)", "-preset", "ultrafast",
        "-pix_fmt", "yuv420p",
      ] + options + [file.path])
    if let rotation {
      let turned = folder.appending(path: "b.\(suffix)")
      try run(
        ["-i", file.path, "-c", "copy", "-metadata:s:v:0", "rotate=\(rotation)", turned.path])
      file = turned
    }
    return [UInt8](try Data(contentsOf: file))
  }

  /// Writes a JPEG of 300×400.
  static func picture(to path: String) throws {
    try run(["-f", "lavfi", "-i", "testsrc2=size=300x400", "-frames:v", "1", path])
  }

  private static func run(_ arguments: [String]) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/ffmpeg")
    process.arguments = ["-v", "error", "-nostdin", "-y"] + arguments
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
  }
}
