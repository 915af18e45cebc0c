import Foundation
import Testing

@testable import Libav

@Suite("Limiter")
struct LimiterTests {
  private static let rate = 48_000

  private func sine(_ hertz: Double, amplitude: Float, seconds: Double) -> [Float] {
    (0..<Int(seconds * Double(Self.rate))).map {
      amplitude * Float(sin(2 * .pi * hertz * Double($0) / Double(Self.rate)))
    }
  }

  private func truePeak(_ samples: [Float]) throws -> Double {
    let peak = try TruePeak(sampleRate: Self.rate)
    var highest: Float = 0
    samples.withUnsafeBufferPointer { buffer in
      if let base = buffer.baseAddress { peak.add(base, count: buffer.count, highest: &highest) }
    }
    return try #require(peak.decibels)
  }

  @Test func gainAloneBelowTheCeiling() {
    var samples = sine(440, amplitude: 0.01, seconds: 0.2)
    let before = samples
    Limiter(gain: 20, ceiling: -1.5, sampleRate: Self.rate).apply(to: &samples)
    for (was, now) in zip(before, samples) { #expect(abs(now - was * 10) < 1e-6) }
  }

  /// 11,025 Hz at 48 kHz peaks between its samples.
  @Test(arguments: [100.0, 997, 3_000, 11_025, 15_000])
  func nothingExceedsTheCeiling(hertz: Double) throws {
    var samples = sine(hertz, amplitude: 0.3, seconds: 0.5)
    Limiter(gain: 24, ceiling: -1.5, sampleRate: Self.rate).apply(to: &samples)
    #expect(try truePeak(samples) <= -1.5 + 0.15)
    #expect(try truePeak(samples) > -4)
  }

  @Test func onePopDoesNotKeepTheVoiceQuiet() {
    var samples = sine(300, amplitude: 0.01, seconds: 2)
    for index in 48_000..<48_048 { samples[index] = 0.9 }
    let before = samples
    Limiter(gain: 26, ceiling: -1.5, sampleRate: Self.rate).apply(to: &samples)
    let factor = Float(amplitude(decibels: 26))
    // Half a second away from the pop the voice has its whole gain.
    for index in stride(from: 100, to: 24_000, by: 97) + stride(from: 72_000, to: 95_000, by: 97) {
      #expect(abs(samples[index] - before[index] * factor) < 0.005)
    }
    #expect((samples.map(abs).max() ?? 1) <= Float(amplitude(decibels: -1.5)) + 1e-4)
  }

  @Test func emptyAndShort() {
    var none: [Float] = []
    Limiter(gain: 10, ceiling: -1.5, sampleRate: Self.rate).apply(to: &none)
    #expect(none.isEmpty)
    var one: [Float] = [0.9]
    Limiter(gain: 10, ceiling: -1.5, sampleRate: Self.rate).apply(to: &one)
    #expect(abs(one[0]) <= Float(amplitude(decibels: -1.5)) + 1e-4)
  }
}

extension StrideTo<Int> {
  fileprivate static func + (first: Self, second: Self) -> [Int] { Array(first) + Array(second) }
}
