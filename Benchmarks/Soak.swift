import Foundation
import LivePrep

/// Many clips through one process, two at a time, to see whether its memory stays flat.
struct Soak {
  /// Clips of every kind of work, in turns; some cannot be mended, some cannot be read.
  static let names = [
    "phone.mp4", "quiet.mp4", "hlg-rotated.mov", "truncated.mp4", "fine.mp4", "browser.webm",
    "container.mov", "text.mp4", "rotated-90.mp4", "long.mp4", "silent.mp4", "telephone.mov",
  ]
  /// Clips after which memory may not grow any more.
  static let settled = 50
  /// How much larger it may be at the end.
  static let growth = 1.1

  var clips: String
  var scratch: String

  /// - Throws: where the process is larger at the end than it may be.
  func run(_ count: Int) async throws {
    let preflight = Preflight(workers: 2)
    var sizes: [Int] = []
    for start in stride(from: 0, to: count, by: Self.settled) {
      let end = min(count, start + Self.settled)
      try await pass(start..<end, through: preflight)
      sizes.append(try residentBytes())
      say("\(end) clips: \(sizes[sizes.count - 1] >> 20) MiB resident")
    }
    let (before, after) = (sizes[0], sizes[sizes.count - 1])
    guard Double(after) <= Double(before) * Self.growth else {
      throw BenchmarkError(description: "memory grows: \(before) bytes, then \(after)")
    }
  }

  private func pass(_ indices: Range<Int>, through preflight: Preflight) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for index in indices {
        if index - indices.lowerBound >= 4 { try await group.next() }
        let name = Self.names[index % Self.names.count]
        group.addTask {
          do {
            _ = try await preflight.prepare(
              "\(clips)/\(name)", to: "\(scratch)/\(index % 8).mp4")
          } catch let error as LivePrepError where error.kind != .internalError {}
        }
      }
      try await group.waitForAll()
    }
  }

  private func residentBytes() throws -> Int {
    let statm = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
    return (Int(statm.split(separator: " ")[1]) ?? 0) * Int(getpagesize())
  }
}
