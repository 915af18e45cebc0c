import Foundation
import LivePrep

/// How long a clip stays in work after its task was cancelled, at moments all over its preparation;
/// nothing of it may be left.
struct Cancellation {
  static let name = "cancellation"
  /// Moments in a clip's preparation.
  static let moments = 8

  var clips: String
  var scratch: String

  private let clock = ContinuousClock()
  private var folder: String { scratch + "/" + Self.name }
  private var output: String { folder + "/out.mp4" }

  init(clips: String, scratch: String) {
    self.clips = clips
    self.scratch = scratch
  }

  /// - Throws: where a file or a thread is left.
  func run() async throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let threads = try Self.threads()
    say("\n### \(Self.name)\n")
    say("| clip | median ms | most ms |")
    say("|---|---|---|")
    for name in Workloads.transcoded {
      let delays = try await delays(of: clips + "/" + name)
      guard let most = delays.max() else {
        throw BenchmarkError(description: "\(name): ended before it could be cancelled")
      }
      // The worker hands the result over with its last breath.
      try await clock.sleep(for: .milliseconds(100))
      guard try Self.threads() <= threads else {
        throw BenchmarkError(description: "\(name): threads are left of what was cancelled")
      }
      say("| \(name) | \(Int(delays.median.rounded())) | \(Int(most.rounded())) |")
    }
  }

  /// Milliseconds from each cancelling to the end.
  private func delays(of clip: String) async throws -> [Double] {
    let preflight = Preflight()
    let whole = try await clock.measure { _ = try await preflight.prepare(clip, to: output) }
    try FileManager.default.removeItem(atPath: output)
    var delays: [Double] = []
    for moment in 0..<Self.moments {
      let work = Task { [output] in try await preflight.prepare(clip, to: output) }
      try await clock.sleep(for: whole * (Double(moment) + 0.5) / Double(Self.moments + 1))
      let delay = await clock.measure {
        work.cancel()
        _ = await work.result
      }
      // On a machine of changing speed it may have been too late.
      if case .success = await work.result {
        try FileManager.default.removeItem(atPath: output)
        continue
      }
      delays.append(delay / .milliseconds(1))
      let left = try FileManager.default.contentsOfDirectory(atPath: folder)
      guard left.isEmpty else {
        throw BenchmarkError(description: "\(clip): cancelled, yet there is \(left)")
      }
    }
    return delays
  }

  /// How many there are besides those of Swift's task pool, which come and go.
  private static func threads() throws -> Int {
    try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task").count { thread in
      let name = try? String(contentsOfFile: "/proc/self/task/\(thread)/comm", encoding: .utf8)
      return name.map { !$0.contains("-qos") } ?? false
    }
  }
}
