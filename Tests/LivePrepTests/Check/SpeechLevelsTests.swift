import Libav
import Testing

@testable import LivePrep

@Suite("Speech levels")
struct SpeechLevelsTests {
  /// Blocks of 10 ms: so many seconds at such a level in dBFS.
  private func levels(_ parts: [(seconds: Double, level: Double)]) -> SpeechLevels {
    let energies = parts.flatMap { part in
      let gain = amplitude(decibels: part.level)
      return [Float](repeating: Float(gain * gain), count: Int(part.seconds * 100))
    }
    return SpeechLevels(energies: energies, audible: -55)
  }

  @Test func wordsBetweenPauses() {
    let levels = levels([(1, -70), (0.5, -25), (0.8, -70), (0.5, -25), (1, -70)])
    #expect(levels.stretches.count == 2)
    #expect(abs(levels.speechSeconds - 1) < 0.15)
    #expect(abs((levels.stretches.first?.lowerBound ?? 0) - 1) < 0.06)
    #expect(abs((levels.stretches.last?.upperBound ?? 0) - 2.8) < 0.06)
    #expect(abs((levels.noiseFloor ?? 0) + 70) < 1)
    #expect(abs((levels.speechLevel ?? 0) + 25) < 1)
  }

  @Test func shortPausesBelongToSpeech() {
    #expect(levels([(1, -70), (0.5, -25), (0.2, -70), (0.5, -25), (1, -70)]).stretches.count == 1)
  }

  @Test func aClickIsNoSpeech() {
    let levels = levels([(2, -90), (0.01, -10), (2, -90)])
    #expect(levels.soundSeconds < 0.15)
    #expect(levels.speechSeconds < 0.15)
  }

  @Test func steadyNoiseIsNoSpeech() {
    let levels = levels([(4, -40)])
    #expect(levels.stretches.isEmpty)
    #expect(abs((levels.speechLevel ?? 0) - (levels.noiseFloor ?? 1)) < 0.1)
  }

  @Test func nothingAtAll() {
    #expect(levels([]).noiseFloor == nil)
    let silence = levels([(3, -200)])
    #expect(silence.noiseFloor == SpeechLevels.silence)
    #expect(silence.soundSeconds == 0)
  }
}
