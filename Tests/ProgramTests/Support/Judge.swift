import Foundation

/// What ffprobe and ffmpeg say of a file: the measure that our own results are held against.
struct Judge: Sendable {
  struct Stream: Decodable, Sendable {
    struct SideData: Decodable, Sendable { var rotation: Double? }
    struct Disposition: Decodable, Sendable { var attached_pic: Int? }
    var index: Int
    var codec_type: String?
    var codec_name, profile, pix_fmt, field_order, sample_aspect_ratio: String?
    var color_transfer, color_space, color_range, r_frame_rate: String?
    var width, height, channels: Int?
    var level: Int?
    var sample_rate: String?
    var side_data_list: [SideData]?
    var disposition: Disposition?
    var tags: [String: String]?
  }
  struct Format: Decodable, Sendable {
    var format_name: String
    var tags: [String: String]?
  }
  private struct Probe: Decodable {
    var streams: [Stream]?
    var format: Format?
  }

  let file: String
  let streams: [Stream]
  let format: Format?

  init(_ file: String) async throws {
    self.file = file
    let outcome = try await tool(
      "ffprobe", ["-v", "quiet", "-of", "json", "-show_streams", "-show_format", "file:" + file])
    let probe = try? outcome.decoded(Probe.self)
    streams = probe?.streams ?? []
    format = probe?.format
  }

  /// Pictures that move: no cover art.
  var videos: [Stream] {
    streams.filter { $0.codec_type == "video" && $0.disposition?.attached_pic != 1 }
  }
  var sounds: [Stream] { streams.filter { $0.codec_type == "audio" } }

  /// Turned and with square pixels.
  func displayed(_ video: Stream) -> (width: Double, height: Double)? {
    guard let width = video.width, let height = video.height, width > 0 else { return nil }
    let ratio = (video.sample_aspect_ratio ?? "1:1").split(separator: ":").compactMap { Double($0) }
    let square = ratio.count == 2 && ratio[0] > 0 && ratio[1] > 0 ? ratio[0] / ratio[1] : 1
    let turn = abs(Int((rotation(video) ?? 0).rounded())) % 180
    let shown = (Double(width) * square, Double(height))
    return turn == 90 ? (shown.1, shown.0) : shown
  }

  func rotation(_ video: Stream) -> Double? {
    video.side_data_list?.lazy.compactMap(\.rotation).first
  }

  /// When the pictures of a stream are shown, in order; those that the container hides left out.
  func times(of index: Int) async throws -> [Double] {
    let outcome = try await tool(
      "ffprobe",
      [
        "-v", "quiet", "-of", "csv=p=0", "-select_streams", "\(index)", "-show_entries",
        "packet=pts_time,flags", "file:" + file,
      ])
    return outcome.text.split(separator: "\n").compactMap { line in
      let fields = line.split(separator: ",", omittingEmptySubsequences: false)
      return fields.count < 2 || fields[1].contains("D") ? nil : Double(fields[0])
    }.sorted()
  }

  /// Seconds from the first to the end of the last packet of the streams.
  func duration(of indices: [Int]) async throws -> Double? {
    let outcome = try await tool(
      "ffprobe",
      [
        "-v", "quiet", "-of", "csv=p=0", "-show_entries",
        "packet=stream_index,pts_time,duration_time,flags", "file:" + file,
      ])
    var first = Double.infinity
    var last = -Double.infinity
    for line in outcome.text.split(separator: "\n") {
      let fields = line.split(separator: ",", omittingEmptySubsequences: false)
      guard fields.count >= 4, let index = Int(fields[0]), indices.contains(index),
        let start = Double(fields[1]), !fields[3].contains("D")
      else { continue }
      first = min(first, start)
      last = max(last, start + (Double(fields[2]) ?? 0))
    }
    return last > first ? last - first : nil
  }

  /// EBU R128 by ffmpeg's filter, LUFS. It prints −70 where nothing passed the gate.
  func loudness(of index: Int) async throws -> (integrated: Double, momentary: Double)? {
    let outcome = try await tool(
      "ffmpeg",
      [
        "-nostdin", "-hide_banner", "-i", "file:" + file, "-map", "0:\(index)", "-af", "ebur128",
        "-f", "null", "-",
      ])
    var integrated: Double?
    var momentary = -Double.infinity
    for line in outcome.errors.split(whereSeparator: \.isNewline) {
      let words = line.split(separator: " ")
      if words.first == "I:", words.count > 1 { integrated = Double(words[1]) }
      if let at = words.firstIndex(of: "M:"), at + 1 < words.count {
        momentary = max(momentary, Double(words[at + 1]) ?? momentary)
      }
    }
    return integrated.map { ($0, momentary) }
  }

  /// What a strict decoder has to complain of; empty: nothing.
  func complaints() async throws -> String {
    let outcome = try await tool(
      "ffmpeg",
      ["-nostdin", "-v", "error", "-xerror", "-i", "file:" + file, "-map", "0", "-f", "null", "-"])
    return outcome.status == 0 ? outcome.errors : "status \(outcome.status ?? -1) \(outcome.errors)"
  }

  /// The checksum of every decoded frame of the largest picture, in order.
  func frameHashes() async throws -> [Substring] {
    let largest = videos.max { ($0.width ?? 0) < ($1.width ?? 0) }
    let outcome = try await tool(
      "ffmpeg",
      [
        "-nostdin", "-v", "error", "-i", "file:" + file, "-map", "0:\(largest?.index ?? 0)",
        "-vsync", "passthrough",
        "-f", "framemd5", "-",
      ])
    return outcome.text.split(separator: "\n").filter { !$0.hasPrefix("#") }
      .compactMap { $0.split(separator: ",").last }
  }

  /// Energy of every 100 ms of a sound, all channels together, dBFS.
  func levels(of index: Int) async throws -> [Double] {
    let rate = 8000
    let channels = streams.first { $0.index == index }?.channels ?? 1
    let outcome = try await tool(
      "ffmpeg",
      [
        "-nostdin", "-v", "error", "-i", "file:" + file, "-map", "0:\(index)", "-ar", "\(rate)",
        "-c:a", "pcm_f32le", "-f", "f32le", "-",
      ])
    let samples = outcome.output.withUnsafeBytes { bytes in
      stride(from: 0, to: bytes.count - 3, by: 4).map {
        Float(bitPattern: bytes.loadUnaligned(fromByteOffset: $0, as: UInt32.self))
      }
    }
    let window = rate / 10 * channels
    return stride(from: 0, to: samples.count - window + 1, by: window).map { start in
      let energy = samples[start..<start + window].reduce(0.0) { $0 + Double($1 * $1) }
      return 10 * log10(energy / Double(rate / 10) + 1e-12)
    }
  }
}
