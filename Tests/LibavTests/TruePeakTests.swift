import Foundation
import Testing

@testable import Libav

@Suite("True peak")
struct TruePeakTests {
  /// - Parameter everything: look at all samples, as libebur128 by itself does.
  private func peak(
    _ samples: [Float], rate: Int, chunk: Int, everything: Bool = false
  ) throws -> Double? {
    let meter = try TruePeak(sampleRate: rate)
    var highest: Float = 0
    samples.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      for start in stride(from: 0, to: buffer.count, by: chunk) {
        if everything { highest = 0 }
        meter.add(base + start, count: min(chunk, buffer.count - start), highest: &highest)
      }
    }
    return meter.decibels
  }

  /// Bursts of tones and noise of all levels, with pauses between, as speech has them.
  private func bursts(seed: UInt64, count: Int) -> [Float] {
    var state = seed
    func random() -> Float {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Float(state >> 40) / Float(1 << 24)
    }
    var samples: [Float] = []
    while samples.count < count {
      let level = pow(10, -3 * random())
      let (step, share) = (3.1 * random(), random())
      for index in 0..<Int(5 + 3000 * random() * random()) {
        samples.append(level * (share * sin(Float(index) * step) + (1 - share) * (random() - 0.5)))
      }
    }
    return Array(samples.prefix(count))
  }

  @Test(arguments: 1...40)
  func whatIsLeftOutHoldsNoPeak(seed: UInt64) throws {
    let samples = bursts(seed: seed, count: 48_000)
    for rate in [8_000, 44_100, 96_000] {
      let whole = try #require(try peak(samples, rate: rate, chunk: 256, everything: true))
      for chunk in [1, 7, 33, 1024, 48_000] {
        let found = try #require(try peak(samples, rate: rate, chunk: chunk))
        #expect(abs(found - whole) < 1e-9, "\(rate) Hz in chunks of \(chunk)")
      }
    }
  }

  /// A tone of a quarter of the rate, halfway between its samples, peaks 3 dB above them.
  @Test func betweenTheSamples() throws {
    let tone = (0..<4800).map { Float(0.5 * sin(.pi / 2 * Double($0) + .pi / 4)) }
    let found = try #require(try peak(tone, rate: 48_000, chunk: 1024))
    #expect(abs(found - decibels(amplitude: 0.5)) < 0.2)
  }

  @Test func silenceIsNotZero() throws {
    #expect(try peak([Float](repeating: 0, count: 9600), rate: 48_000, chunk: 1024) == nil)
  }
}
