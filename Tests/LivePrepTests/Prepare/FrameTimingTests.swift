import Testing

@testable import LivePrep

@Suite("Frame timing")
struct FrameTimingTests {
  /// Ticks that are shown, for frames at these seconds.
  private func ticks(_ times: [Double], rate: Double) -> [Int] {
    var timing = FrameTiming(rate: rate)
    return times.flatMap { time -> [Int] in
      guard let place = timing.place(time) else { return [] }
      return Array(place.fill) + [place.tick]
    }
  }

  @Test func steadyFramesStay() {
    #expect(ticks((0..<30).map { Double($0) / 30 }, rate: 30) == Array(0..<30))
  }

  @Test func everySecondOfSixtyIsLeftOut() {
    #expect(ticks((0..<60).map { Double($0) / 60 }, rate: 30).count == 31)
  }

  @Test func gapsAreFilled() {
    #expect(ticks([0, 0.5, 0.6], rate: 10) == [0, 1, 2, 3, 4, 5, 6])
  }

  @Test func jitterNeitherDropsNorDoubles() {
    let jitter = [0.004, -0.006, 0.009, -0.003, 0.0]
    let times = (0..<50).map { Double($0) / 25 + jitter[$0 % 5] }
    #expect(ticks(times, rate: 25) == Array(0..<50))
  }

  @Test func timesBeyondAllBounds() {
    var timing = FrameTiming(rate: 30)
    #expect(timing.place(-1e300)?.tick == 0)
    #expect(timing.place(1e300) == nil)
    #expect(timing.place(0.5)?.tick == 15)
  }

  @Test func neverBackwards() {
    #expect(ticks([0, 0.2, 0.1, 0.3], rate: 10) == [0, 1, 2, 3])
  }
}

@Suite("Budget")
struct BudgetTests {
  private func rate(_ bytes: Int, _ seconds: Double, audio: Int = 64_000) -> Int? {
    Budget(byteLimit: bytes, duration: seconds, frameRate: 30, audioBitRate: audio).pictureBitRate
  }

  /// With the buffer full at the start, everything together stays below the limit.
  @Test(arguments: [80_000, 150_000, 500_000, 3_000_000, 6_000_000], [2.0, 6.0, 12.0, 20.0])
  func theSumStaysBelow(bytes: Int, seconds: Double) {
    guard let rate = rate(bytes, seconds) else { return }
    let picture = Double(rate) / 8 * (seconds + Budget.buffer)
    let sound = 64_000.0 / 8 * seconds
    #expect(picture + sound < Double(bytes))
  }

  @Test func refusesWhatShowsNoFace() {
    #expect(rate(80_000, 20) == nil)
    #expect(rate(1_000, 2) == nil)
    #expect(rate(200_000, 6) != nil)
  }

  @Test func neverOverTheLevel() {
    #expect(rate(100_000_000, 2) == 25_000_000)
  }

  @Test func withoutSoundThereIsMore() throws {
    #expect(try #require(rate(300_000, 6, audio: 0)) > (try #require(rate(300_000, 6))))
  }
}
