import Foundation
import Testing

/// What `prepare` makes of colours and shapes of every kind, against ffmpeg's own conversion of the
/// same frame to BT.709 in limited range.
struct ColourTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var size: String
    /// As encoded.
    var format: String
    var matrix: String
    var range = "tv"
    /// Tags of the stream; empty: it says nothing.
    var tags: [String] = []
    var codec = ["-c:v", "libx265", "-x265-params", "log-level=none:lossless=1"]
    var filters = ""
    var file = "in.mp4"
    var shown: String?

    var testDescription: String { name }
  }

  private static let bt601 = ["-colorspace", "smpte170m"]
  private static let bt709 = [
    "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709",
  ]
  private static let h264 = ["-c:v", "libx264", "-crf", "4"]

  static let cases = [
    Case(
      name: "SD, tagged BT.601", size: "640x480", format: "yuv420p", matrix: "bt601", tags: bt601),
    Case(name: "SD, untagged", size: "640x480", format: "yuv420p", matrix: "bt601"),
    Case(
      name: "SD, tagged BT.709", size: "640x480", format: "yuv420p", matrix: "bt709", tags: bt709),
    Case(
      name: "HD, untagged", size: "1280x720", format: "yuv420p", matrix: "bt709", shown: "960x540"),
    Case(
      name: "HD, tagged BT.601", size: "1280x720", format: "yuv420p", matrix: "bt601", tags: bt601,
      shown: "960x540"),
    Case(
      name: "full range, untagged (Motion JPEG)", size: "640x480", format: "yuvj420p",
      matrix: "bt601", range: "pc", codec: ["-c:v", "mjpeg", "-q:v", "2"], file: "in.mov"),
    Case(
      name: "full range, BT.709", size: "1280x720", format: "yuv420p", matrix: "bt709",
      range: "pc", tags: bt709 + ["-color_range", "pc"], shown: "960x540"),
    Case(name: "4:4:4", size: "640x480", format: "yuv444p", matrix: "bt601", tags: bt601),
    Case(
      name: "4:2:2, 10 bits", size: "1280x720", format: "yuv422p10le", matrix: "bt709",
      tags: bt709, shown: "960x540"),
    Case(name: "10 bits", size: "640x480", format: "yuv420p10le", matrix: "bt709", tags: bt709),
    Case(
      name: "RGB", size: "640x480", format: "rgb24", matrix: "", range: "",
      codec: ["-c:v", "libx264rgb", "-crf", "4"], file: "in.mkv"),
    Case(
      name: "odd sides", size: "641x483", format: "yuv444p", matrix: "bt601", tags: bt601,
      shown: "640x482"),
    Case(
      name: "1:1", size: "720x720", format: "yuv420p", matrix: "bt709", tags: bt709,
      shown: "540x540"),
    Case(
      name: "2:1", size: "1440x720", format: "yuv420p", matrix: "bt709", tags: bt709,
      shown: "1080x540"),
    Case(
      name: "wide pixels", size: "720x576", format: "yuv420p", matrix: "bt601", tags: bt601,
      filters: ",setsar=16/15", shown: "720x540"),
    Case(
      name: "interlaced", size: "720x576", format: "yuv420p", matrix: "bt601",
      tags: bt601 + ["-flags", "+ildct+ilme"], codec: h264, filters: ",setfield=tff",
      shown: "676x540"),
  ]

  /// Mean absolute differences of luma and chroma, of 255.
  ///
  /// Measured: at most 0.4 and 0.3, interlaced 0.8 and 0.8 (half the lines stand a line apart); the
  /// wrong one of BT.601 and BT.709 makes 5.8 and 2.0, the wrong range 9.9 and 3.4.
  private static let limits = (luma: 1.2, chroma: 1.2)

  @Test("colours come out as ffmpeg converts them", arguments: cases)
  func colours(of example: Case) async throws {
    let scratch = try Scratch()
    let file = scratch.file(example.file)
    let conversion =
      example.matrix.isEmpty
      ? "" : ",scale=out_color_matrix=\(example.matrix):out_range=\(example.range)"
    let made = try await tool(
      "ffmpeg",
      [
        "-nostdin", "-v", "error", "-f", "lavfi",
        "-i", "smptehdbars=s=\(example.size):r=25:d=2.4,format=rgb24",
        "-vf", "null\(conversion),format=\(example.format)\(example.filters)",
      ] + example.codec + example.tags + [file])
    #expect(made.status == 0, "\(made.errors)")

    let output = scratch.file("out.mp4")
    let outcome = try await liveprep(
      "prepare", file, "-o", output, "--target", "liveness-recognition", "--mode", "silent")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let judge = try await Judge(output)
    let video = try #require(judge.videos.first)
    let (width, height) = (try #require(video.width), try #require(video.height))
    #expect("\(width)x\(height)" == example.shown ?? example.size)
    #expect(video.pix_fmt == "yuv420p" && video.color_space == "bt709")
    #expect(video.color_range == nil || video.color_range == "tv")

    let incoming =
      example.matrix.isEmpty
      ? "" : ":in_color_matrix=\(example.matrix):in_range=\(example.range)"
    let wanted = try await frame(
      file,
      through: "scale=\(width):\(height):flags=area\(incoming)"
        + ":out_color_matrix=bt709:out_range=tv,format=yuv420p")
    let got = try await frame(output, through: "null")
    #expect(wanted.count == got.count && got.count == width * height * 3 / 2)
    let luma = difference(wanted, got, 0..<width * height)
    let chroma = difference(wanted, got, width * height..<got.count)
    #expect(luma <= Self.limits.luma && chroma <= Self.limits.chroma, "\(luma) and \(chroma)")
  }

  /// The bytes of the thirtieth frame.
  private func frame(_ file: String, through filters: String) async throws -> Data {
    let outcome = try await tool(
      "ffmpeg",
      [
        "-nostdin", "-v", "error", "-i", file, "-vf", "select=eq(n\\,30),\(filters)",
        "-frames:v", "1", "-f", "rawvideo", "-",
      ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    return outcome.output
  }

  private func difference(_ one: Data, _ other: Data, _ range: Range<Int>) -> Double {
    guard range.upperBound <= min(one.count, other.count) else { return .infinity }
    let sum = range.reduce(0) { $0 + abs(Int(one[$1]) - Int(other[$1])) }
    return Double(sum) / Double(range.count)
  }
}
