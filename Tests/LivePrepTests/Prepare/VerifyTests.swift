import Libav
import Testing

@testable import LivePrep

/// Plants faults in the way to the encoder, and expects the verification to notice.
@Suite("Verification")
struct VerifyTests {
  private static let watch = Watch()
  private static let limits = Preflight.Limits()

  private func look(_ name: String) throws -> (report: Report, looks: [PictureProbe.Look]) {
    try Preflight.look(
      at: Samples.path(name), Profile(), .init(), Self.limits, Self.watch, nil, sampling: Probe.wide
    )
  }

  /// On a thread of its own: other tests wait for Swift's.
  private func faults(
    _ name: String, planting fault: @escaping @Sendable (inout Plan) -> Void,
    spoiling bytes: @escaping @Sendable (inout [UInt8]) -> Void = { _ in }
  ) async throws -> [String] {
    try await Self.workers.run(onCancel: {}) {
      try found(name, planting: fault, spoiling: bytes)
    }
  }

  private static let workers = Workers(limit: 1, stackSize: 4 << 20)

  private func found(
    _ name: String, planting fault: (inout Plan) -> Void, spoiling bytes: (inout [UInt8]) -> Void
  ) throws -> [String] {
    let (before, looks) = try look(name)
    var sabotaged = before.plan
    fault(&sabotaged)
    let sink = try Execute(
      plan: sabotaged, clip: before.clip, path: Samples.path(name), limits: Self.limits,
      watch: Self.watch, progress: { _ in }
    ).run()
    var content = sink.withBytes { Array($0) }
    bytes(&content)
    do {
      _ = try Verify(
        before: before.clip, looks: looks, plan: before.plan, profile: Profile(),
        options: .init(), limits: Self.limits, watch: Self.watch
      ).check(ByteSink(holding: content), as: "out.mp4")
      return []
    } catch let fault as Verify.Fault {
      return fault.reasons.map(\.en)
    }
  }

  @Test func soundWorkPasses() async throws {
    #expect(try await faults("rotated-90.mp4", planting: { _ in }) == [])
    #expect(try await faults("hlg-rotated.mov", planting: { _ in }) == [])
  }

  @Test(arguments: [90, 180, 270])
  func turnedTheWrongWay(by angle: Int) async throws {
    let found = try await faults("rotated-90.mp4") {
      guard let right = $0.picture else { return }
      $0.picture?.rotation = (right.rotation + angle) % 360
    }
    #expect(found.contains { $0.contains("do not look like the clip's own") })
  }

  @Test func flipped() async throws {
    let found = try await faults("rotated-90.mp4") { $0.picture?.mirrored.toggle() }
    #expect(found.contains { $0.contains("do not look like the clip's own") })
  }

  @Test func wrongTones() async throws {
    let found = try await faults("hlg-rotated.mov") { $0.picture?.toneMapped = false }
    #expect(found.contains { $0.hasPrefix("the brightness is") })
  }

  @Test func anotherSize() async throws {
    let found = try await faults("rotated-90.mp4") {
      $0.picture?.width = 640
      $0.picture?.height = 1136
    }
    #expect(found.contains("the picture is 640 pixels wide, not 540"))
  }

  @Test func cutShort() async throws {
    let found = try await faults("rotated-90.mp4") { $0.window = .init(start: 0, end: 3) }
    let words = try #require(found.first { $0.hasPrefix("it lasts 3") })
    #expect(
      words.wholeMatch(of: /it lasts 3(\.\d{1,3})? s instead of 6(\.\d{1,3})? s/) != nil, "\(words)"
    )
  }

  @Test func madeInaudible() async throws {
    let found = try await faults("rotated-90.mp4") { $0.sound?.gain = -60 }
    #expect(found.contains { $0.hasPrefix("audio.audible is") })
  }

  @Test func soundLost() async throws {
    let found = try await faults("rotated-90.mp4") { $0.sound = nil }
    #expect(found.contains("the sound is gone"))
  }

  @Test func damagedInTheWriting() async throws {
    let found = try await faults("rotated-90.mp4", planting: { _ in }) { bytes in
      for index in stride(from: bytes.count / 3, to: bytes.count, by: 7) { bytes[index] ^= 0x55 }
    }
    #expect(!found.isEmpty)
  }
}
