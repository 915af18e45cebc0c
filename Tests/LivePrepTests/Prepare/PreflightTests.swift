import Foundation
import Testing

@testable import LivePrep

/// The library's calls on generated samples.
@Suite("Preflight", .serialized)
struct PreflightTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  // MARK: Size is a promise

  /// Sweeps budgets over clips that are hard to make small: below the budget, or refused with the
  /// reason and nothing written.
  @Test(arguments: ["phone.mp4", "grain.mp4", "long.mp4"])
  func belowTheBudgetOrRefused(name: String) async throws {
    let preflight = Preflight()
    var made = 0
    for budget in [80_000, 100_000, 150_000, 250_000, 500_000, 1_500_000, 6_000_000] {
      let output = scratch.path("\(budget).mp4")
      var profile = Profile()
      profile.byteLimit = budget
      do {
        let done = try await preflight.prepare(Samples.path(name), to: output, profile: profile)
        let size = try Data(contentsOf: URL(filePath: output)).count
        #expect(size < budget)
        #expect(done.bytesOut == Int64(size))
        #expect(done.after?.verdict == .pass)
        made += 1
      } catch let error as LivePrepError {
        #expect(error.kind == .unfixable)
        #expect(budget < 500_000, "\(budget) bytes are enough for a face: \(error.message)")
        #expect(!FileManager.default.fileExists(atPath: output))
      }
    }
    #expect(made >= 3)
  }

  // MARK: Cancellation

  @Test func cancellationStopsTheWorkAndLeavesNothing() async throws {
    let preflight = Preflight()
    let threads = try threadCount()
    let output = scratch.path("out.mp4")
    let begun = AsyncStream.makeStream(of: Void.self)
    let task = Task {
      try await preflight.prepare(Samples.path("phone.mp4"), to: output) { progress in
        if progress.stage == .transcode, progress.fraction > 0.1 { begun.continuation.yield() }
      }
    }
    for await _ in begun.stream { break }
    task.cancel()
    let error = await #expect(throws: LivePrepError.self) { try await task.value }
    #expect(error?.kind == .cancelled)
    #expect(scratch.contents.isEmpty)
    // The worker's own thread may still be on its way out.
    for _ in 0..<100 where try threadCount() > threads {
      try await Task.sleep(for: .milliseconds(20))
    }
    #expect(try threadCount() <= threads)
  }

  @Test func cancelledBeforeItsTurn() async throws {
    let preflight = Preflight(workers: 1)
    let output = scratch.path("out.mp4")
    let first = Task { try await preflight.check(Samples.path("phone.mp4")) }
    let second = Task { try await preflight.prepare(Samples.path("phone.mp4"), to: output) }
    second.cancel()
    let error = await #expect(throws: LivePrepError.self) { try await second.value }
    #expect(error?.kind == .cancelled)
    #expect(try await first.value.verdict == .fixable)
  }

  /// Threads of this process that are ours: those of Swift's pool come and go.
  private func threadCount() throws -> Int {
    try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task").count
  }

  @Test func theDeadlineIsCountedFromTheStartOfTheWork() async throws {
    var limits = Preflight.Limits()
    limits.deadline = 0.001
    let preflight = Preflight(limits: limits)
    let error = await #expect(throws: LivePrepError.self) {
      try await preflight.prepare(Samples.path("phone.mp4"), to: scratch.path("out.mp4"))
    }
    #expect(error?.kind == .tryAgain)
    #expect(scratch.contents.isEmpty)
  }

  // MARK: Many clips

  /// Resident memory after many clips is what it was after a few.
  @Test func memoryIsFlat() async throws {
    let preflight = Preflight(workers: 2)
    func round(_ count: Int) async throws {
      try await withThrowingTaskGroup(of: Void.self) { group in
        for index in 0..<count {
          let output = scratch.path("\(index % 8).mp4")
          group.addTask { [preflight] in
            _ = try await preflight.check(Samples.path("fine.mp4"))
            _ = try await preflight.prepare(Samples.path("quiet.mp4"), to: output)
          }
        }
        try await group.waitForAll()
      }
    }
    try await round(40)
    let before = try residentBytes()
    try await round(120)
    #expect(Double(try residentBytes()) < Double(before) * 1.1)
  }

  private func residentBytes() throws -> Int {
    let statm = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
    return (Int(statm.split(separator: " ")[1]) ?? 0) * 4096
  }

  // MARK: Values

  @Test func progressRises() async throws {
    let seen = Seen()
    _ = try await Preflight().prepare(
      Samples.path("rotated-90.mp4"), to: scratch.path("out.mp4")
    ) { seen.add($0) }
    let transcode = seen.all.filter { $0.stage == .transcode }.map(\.fraction)
    #expect(transcode.count > 10)
    #expect(transcode == transcode.sorted())
    #expect(seen.all.allSatisfy { (0...1).contains($0.fraction) })
  }

  private final class Seen: @unchecked Sendable {
    private let lock = NSLock()
    private var progress: [Progress] = []
    func add(_ value: LivePrep.Progress) { lock.withLock { progress.append(value) } }
    var all: [LivePrep.Progress] { lock.withLock { progress } }
    typealias Progress = LivePrep.Progress
  }

  @Test func aDryRunWritesNothing() async throws {
    let plan = try await Preflight().plan(Samples.path("quiet.mp4"))
    #expect(plan.plan.kind == .audioOnly)
    #expect(plan.output == nil && plan.bytesOut == nil && plan.after == nil)
  }
}
