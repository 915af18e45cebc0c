import CAllocations
import Foundation
import LivePrep

/// What one job costs in things that can be counted, the same on every machine.
struct Counts: Codable {
  var packetsRead: Int
  var picturesDecoded: Int
  var soundsDecoded: Int
  var bytesRead: Int
  var bytesWritten: Int
  var allocations: Int

  /// How far each may be from the baseline, as a share of it: large samples are made by several
  /// threads and come out a little different each time, and threads that wait for each other ask for
  /// memory now and then.
  private static let tolerances: [(name: String, share: Double, value: @Sendable (Counts) -> Int)] =
    [
      ("packets read", 0, \.packetsRead), ("pictures decoded", 0, \.picturesDecoded),
      ("frames of sound decoded", 0, \.soundsDecoded), ("bytes read", 0.05, \.bytesRead),
      ("bytes written", 0.05, \.bytesWritten), ("allocations", 0.1, \.allocations),
    ]

  /// What differs, in words.
  func differences(from baseline: Counts) -> [String] {
    Self.tolerances.compactMap { name, share, value in
      let (now, was) = (value(self), value(baseline))
      guard Double(abs(now - was)) > share * Double(was) else { return nil }
      return "\(now) \(name) instead of \(was)"
    }
  }
}

/// The jobs whose costs are counted, one for each kind of work, and what they are held against.
struct Baseline {
  /// Of the generated samples.
  static let clips = [
    "fine.mp4", "container.mov", "quiet.mp4", "rotated-90.mp4", "hevc.mp4", "hlg-rotated.mov",
    "long.mp4", "phone.mp4",
  ]

  var file: URL
  var clips: String
  var scratch: String

  /// Counts all jobs and compares them.
  /// - Returns: what differs, a line each.
  func compare() async throws -> [String] {
    let baseline = try JSONDecoder().decode([String: Counts].self, from: Data(contentsOf: file))
    let counted = try await count()
    let missing = Set(baseline.keys).subtracting(counted.keys).map { "\($0): not counted any more" }
    return try counted.keys.sorted().flatMap { name in
      guard let was = baseline[name], let now = counted[name] else {
        throw BenchmarkError(
          description: "\(file.lastPathComponent) lacks \(name); run Benchmarks --update")
      }
      return now.differences(from: was).map { "\(name): \($0)" }
    } + missing
  }

  func update() async throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try (encoder.encode(try await count()) + Data("\n".utf8)).write(to: file)
  }

  private func count() async throws -> [String: Counts] {
    var limits = Preflight.Limits()
    // The number of threads decides on the number of allocations.
    limits.cores = 1
    let preflight = Preflight(limits: limits, workers: 1)
    var counted: [String: Counts] = [:]
    for clip in Self.clips {
      let path = "\(clips)/\(clip)"
      counted["check \(clip)"] = try await counts { try await preflight.plan(path).work }
      counted["prepare \(clip)"] = try await counts {
        try await preflight.prepare(path, to: "\(scratch)/out.mp4").work
      }
    }
    return counted
  }

  /// The first time, libraries also set themselves up, which does not count.
  private func counts(_ job: () async throws -> Work) async throws -> Counts {
    _ = try await job()
    let before = allocations_made()
    let work = try await job()
    return Counts(
      packetsRead: work.packetsRead, picturesDecoded: work.picturesDecoded,
      soundsDecoded: work.soundsDecoded, bytesRead: work.bytesRead,
      bytesWritten: work.bytesWritten, allocations: allocations_made() - before)
  }
}
