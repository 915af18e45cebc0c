import Foundation
import Testing

@testable import Libav

@Suite("Loudness")
struct LoudnessTests {
  private func sine(_ decibels: Double, seconds: Double) -> [Float] {
    (0..<Int(seconds * 48_000)).map {
      Float(amplitude(decibels: decibels) * sin(2 * .pi * 997 * Double($0) / 48_000))
    }
  }

  private func meter(_ planes: [[Float]]) throws -> Loudness {
    let meter = try Loudness(channels: planes.count, sampleRate: 48_000)
    let pointers = planes.map { plane in
      let copy = UnsafeMutablePointer<Float>.allocate(capacity: plane.count)
      copy.initialize(from: plane, count: plane.count)
      return copy
    }
    defer { pointers.forEach { $0.deallocate() } }
    meter.add(pointers.map { UnsafePointer($0) }, count: planes[0].count)
    return meter
  }

  /// EBU Tech 3341, cases 1 and 2: a stereo sine of 997 Hz at −23 (−33) dBFS reads −23 (−33) LUFS.
  @Test(arguments: [-23.0, -33.0, -45.0])
  func stereoSine(level: Double) throws {
    let tone = sine(level, seconds: 5)
    let meter = try meter([tone, tone])
    #expect(abs(try #require(meter.integrated) - level) < 0.1)
    #expect(abs(meter.maximumMomentary - level) < 0.1)
  }

  @Test func silenceIsNotZero() throws {
    let meter = try meter([[Float](repeating: 0, count: 96_000)])
    #expect(meter.integrated == nil)
  }

  /// The LFE of 5.1 does not count, the surrounds count 1.5 dB more.
  @Test func surround() throws {
    let tone = sine(-30, seconds: 3)
    let none = [Float](repeating: 0, count: tone.count)
    #expect(try meter([none, none, none, tone, none, none]).integrated == nil)
    let front = try #require(try meter([tone, none, none, none, none, none]).integrated)
    let back = try #require(try meter([none, none, none, none, tone, none]).integrated)
    #expect(abs(back - front - 1.5) < 0.1)
  }

  @Test func inversionIsSeen() throws {
    let tone = sine(-20, seconds: 1)
    let sound = try SoundMeter(channels: 2, sampleRate: 48_000)
    let inverted = tone.map { -$0 }
    tone.withUnsafeBufferPointer { left in
      inverted.withUnsafeBufferPointer { right in
        guard let first = left.baseAddress, let second = right.baseAddress else { return }
        sound.add([first, second], count: tone.count)
      }
    }
    #expect(sound.mixEnergy < 1e-6)
    #expect(sound.channelEnergies.allSatisfy { $0 > 100 })
    #expect(sound.mixEnergies.count == 100)
  }
}
