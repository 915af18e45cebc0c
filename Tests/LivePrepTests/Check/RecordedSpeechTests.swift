import Foundation
import Libav
import Testing

@testable import LivePrep

/// The core of the tables of docs/LOUDNESS.md: recorded digits in noise of a known level.
@Suite(
  "Recorded speech",
  .enabled(
    if: Recording.isThere, "../shared/media is not there; the tests on recorded speech are skipped")
)
struct RecordedSpeechTests {
  static let speakers = ["george", "jackson", "nicolas", "theo"]
  static let noises = ["white", "hum", "café"]

  @Test("clear above 15 dB, found in time", arguments: speakers, noises)
  func clear(speaker: String, noise: String) throws {
    let speech = try SpokenDigits(speaker)
    for ratio in [30.0, 20, 15] {
      let levels = try levels(speech.mixed(with: try Recording.noise(noise), ratio: ratio))
      #expect(try #require(levels.ratio) >= 10, "\(ratio) dB")
      let first = try #require(levels.stretches.first?.lowerBound)
      let last = try #require(levels.stretches.last?.upperBound)
      #expect(abs(first - speech.start) <= 0.2 && abs(last - speech.end) <= 0.2, "\(ratio) dB")
    }
  }

  /// Noise covers the quiet ends of words.
  @Test("as many seconds as were spoken", arguments: speakers, noises)
  func seconds(speaker: String, noise: String) throws {
    let speech = try SpokenDigits(speaker)
    for ratio in [30.0, 20, 15] {
      let found = try levels(speech.mixed(with: try Recording.noise(noise), ratio: ratio))
        .speechSeconds
      #expect(
        abs(found - speech.seconds) < 0.25 * speech.seconds,
        "\(ratio) dB: \(found) of \(speech.seconds)")
    }
  }

  @Test("noisy below 8 dB", arguments: speakers, noises)
  func noisy(speaker: String, noise: String) throws {
    let speech = try SpokenDigits(speaker)
    for ratio in [5.0, 0, -5] {
      let levels = try levels(speech.mixed(with: try Recording.noise(noise), ratio: ratio))
      #expect(try #require(levels.ratio) < 10, "\(ratio) dB: \(levels.ratio ?? 0)")
    }
  }

  @Test("a pop does not make a quiet voice loud", arguments: speakers)
  func pop(speaker: String) throws {
    var samples = try SpokenDigits(speaker).samples.map { $0 * 0.06 }
    let quiet = try #require(try meter(samples).integratedLoudness)
    var state: UInt32 = 1
    for index in 0..<800 {
      state = state &* 1_664_525 &+ 1_013_904_223
      let noise = Float(state >> 8) / Float(1 << 23) - 1
      samples[4_000 + index] += noise * 0.9 * Float(exp(-Double(index) / 200))
    }
    let torn = try meter(samples)
    let levels = try levels(samples)
    #expect(levels.pops.count == 1)
    let calm = try #require(SpeechLoudness(torn.moments, without: levels.pops).integrated)
    #expect(abs(calm - quiet) < 1)
    #expect(try #require(torn.integratedLoudness) > quiet + 6)
  }

  private func meter(_ samples: [Float]) throws -> SoundMeter {
    let meter = try SoundMeter(channels: 1, sampleRate: Recording.rate)
    samples.withUnsafeBufferPointer { buffer in
      if let base = buffer.baseAddress { meter.add([base], count: buffer.count) }
    }
    return meter
  }

  private func levels(_ samples: [Float]) throws -> SpeechLevels {
    let meter = try meter(samples)
    return SpeechLevels(
      energies: meter.mixEnergies, periodicity: meter.periodicity(ofChannel: nil), audible: -55)
  }
}

extension SpeechLevels {
  fileprivate var ratio: Double? {
    guard let speechLevel, let noiseFloor else { return nil }
    return speechLevel - noiseFloor
  }
}

/// Four digits with pauses between them, equally loud.
private struct SpokenDigits {
  var samples = [Float](repeating: 0, count: Recording.rate)
  /// Seconds.
  var start = 0.0
  var end = 0.0
  /// From where each digit begins to where it ends, all together.
  var seconds = 0.0
  private var isActive: [Bool] = []

  init(_ speaker: String) throws {
    isActive = samples.map { _ in false }
    for (number, digit) in [9, 5, 3, 2].enumerated() {
      let word = try Recording.load("fsdd_\(digit)_\(speaker)_5.wav")
      let active = Self.active(word)
      let level = Recording.power(of: zip(word, active).filter(\.1).map(\.0))
      let begin = samples.count
      samples += word.map { $0 * 0.05 / level.squareRoot() }
      isActive += active
      let first = Double(begin + (active.firstIndex(of: true) ?? 0)) / rate
      if number == 0 { start = first }
      end = Double(begin + (active.lastIndex(of: true) ?? 0)) / rate
      seconds += end - first
      samples += [Float](repeating: 0, count: Recording.rate * 6 / 10)
      isActive += [Bool](repeating: false, count: Recording.rate * 6 / 10)
    }
  }

  private var rate: Double { Double(Recording.rate) }

  func mixed(with noise: [Float], ratio: Double) -> [Float] {
    let speech = Recording.power(of: zip(samples, isActive).filter(\.1).map(\.0))
    let tiled = samples.indices.map { noise[$0 % noise.count] }
    let factor = (speech / Recording.power(of: tiled) / Float(pow(10, ratio / 10))).squareRoot()
    return zip(samples, tiled).map { $0 + $1 * factor }
  }

  /// Within 16 dB of the loudest 50 ms less 6 dB, sample by sample.
  private static func active(_ word: [Float]) -> [Bool] {
    let reach = Recording.rate / 40
    let powers = stride(from: 0, to: word.count, by: 80).map { center in
      Recording.power(of: word[max(0, center - reach)..<min(word.count, center + reach)])
    }
    let least = (powers.max() ?? 0) / 160
    return word.indices.map { powers[min(powers.count - 1, ($0 + 40) / 80)] > least }
  }
}

private enum Recording {
  static let rate = 8000
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../../shared/media/speech").standardized
  static var isThere: Bool { FileManager.default.fileExists(atPath: folder.path) }

  struct Unreadable: Error {}

  /// The first channel of a file of 16-bit samples, at 8 kHz.
  static func load(_ name: String) throws -> [Float] {
    let bytes = [UInt8](try Data(contentsOf: folder.appending(path: name)))
    func number(_ at: Int, _ count: Int) -> Int {
      (0..<count).reduce(0) { $0 | Int(bytes[at + $1]) << (8 * $1) }
    }
    var (at, channels, own) = (12, 1, rate)
    while at + 8 <= bytes.count {
      let size = number(at + 4, 4)
      switch String(decoding: bytes[at..<at + 4], as: UTF8.self) {
      case "fmt ": (channels, own) = (number(at + 10, 2), number(at + 12, 4))
      case "data":
        let count = min(size, bytes.count - at - 8) / 2 / channels
        let samples = (0..<count).map {
          Float(Int16(truncatingIfNeeded: number(at + 8 + 2 * channels * $0, 2))) / 32768
        }
        let step = Double(own) / Double(rate)
        return (0..<Int(Double(count) / step)).map { samples[Int(Double($0) * step)] }
      default: break
      }
      at += 8 + size + size % 2
    }
    throw Unreadable()
  }

  static func noise(_ name: String) throws -> [Float] {
    switch name {
    case "white":
      var state: UInt32 = 7
      return (0..<8 * rate).map { _ in
        state = state &* 1_664_525 &+ 1_013_904_223
        return Float(state >> 8) / Float(1 << 24) - 0.5
      }
    case "hum":
      return (0..<8 * rate).map { index in
        (1...6).reduce(0) {
          $0 + Float(sin(2 * .pi * 100 * Double($1) * Double(index) / Double(rate)) / Double($1))
        }
      }
    default: return try load("noise_noisereduce_cafe_short.wav")
    }
  }

  static func power(of samples: some Collection<Float>) -> Float {
    samples.reduce(0) { $0 + $1 * $1 } / Float(max(1, samples.count)) + 1e-12
  }
}
