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

  /// Where the floor is left only for moments, as in continuous speech.
  @Test func fewPausesStillShowTheFloor() {
    let word = [(0.35, -25.0), (0.08, -50.0)]
    let levels = levels((0..<12).flatMap { _ in word }.map { (seconds: $0.0, level: $0.1) })
    #expect(levels.stretches.count == 1)
    #expect((levels.speechLevel ?? 0) - (levels.noiseFloor ?? 0) > 15)
  }

  @Test func speechIsLessTheNoise() {
    let levels = levels([(1, -40), (0.5, -30), (0.8, -40), (0.5, -30), (1, -40)])
    let ratio = (levels.speechLevel ?? 0) - (levels.noiseFloor ?? 0)
    #expect(abs(ratio - 9.5) < 0.7)
  }

  @Test func humAndHissAreNoSound() {
    let hiss = levels((0..<300).map { (seconds: 0.01, level: -30 + 0.3 * Double($0 % 3)) })
    #expect(hiss.soundSeconds == 0)
    #expect(levels([(2, -60), (0.5, -40), (2, -60)]).soundSeconds > 0.4)
  }

  @Test func clicksAreNoSound() {
    let click = [(seconds: 0.5, level: -90.0), (seconds: 0.02, level: -10.0)]
    #expect(levels((0..<8).flatMap { _ in click }).soundSeconds == 0)
  }

  @Test func aPopIsNeitherSpeechNorLoudness() {
    let quiet = [(seconds: 0.5, level: -45.0), (seconds: 0.5, level: -75.0)]
    let levels = levels(
      quiet + [(seconds: 0.06, level: -10)] + (0..<4).flatMap { _ in quiet })
    #expect(levels.pops.count == 1)
    #expect(abs((levels.speechLevel ?? 0) + 45) < 3)
    let moments = [
      -46.0, -46, -46, -46, -46, -46, -46, -46, -46, -46, -14, -14, -14, -14, -46, -46,
    ]
    #expect(
      SpeechLoudness(moments, without: levels.pops).integrated.map { abs($0 + 46) < 0.1 } == true)
    #expect(SpeechLoudness([-80, -90], without: []).integrated == nil)
  }

  @Test func nothingAtAll() {
    #expect(levels([]).noiseFloor == nil)
    let silence = levels([(3, -200)])
    #expect(silence.noiseFloor == SpeechLevels.silence)
    #expect(silence.soundSeconds == 0)
  }
}
