import Libav

/// Where speech stands in the sound, how loud it is, and what else is to be heard.
///
/// Energies of 10 ms are evened out over 50 ms. **Speech** is where they rise 40 % of the way, and
/// at least 6 dB, from their 10th to their 95th percentile, within 30 dB of the latter, and come
/// within 8 dB of it for 50 ms; where any of it repeats itself as a voice does, what does not is
/// left out. Pauses of up to 0.3 s belong to it, and less than 0.1 s of it is none. The **speech
/// level** is the mean energy of the moments of speech less that of the noise; the **noise floor**
/// is the mean energy of the moments between, and up to 0.5 s around. Without 0.4 s of speech
/// everything is noise, and the level is the 95th percentile. docs/LOUDNESS.md shows how well that holds.
struct SpeechLevels: Equatable {
  /// dBFS; `nil` where there is no sound at all.
  var noiseFloor: Double?
  var speechLevel: Double?
  /// Seconds from the start of the sound, in order.
  var stretches: [ClosedRange<Double>] = []
  /// Seconds in which the sound stands above audibility; clicks and what never changes not counted.
  var soundSeconds = 0.0
  /// Short bursts, far above all else, that are no voice: seconds from the start of the sound, in order.
  var pops: [ClosedRange<Double>] = []

  /// dBFS; below it nothing is told apart. The dither of a silent 16-bit track lies below.
  static let silence = -80.0

  /// - Parameters:
  ///   - energies: mean squares of blocks of `SoundMeter.block` seconds; full scale is 1.
  ///   - periodicity: of the same sound; `nil`: everything may be a voice.
  ///   - audible: dBFS above which something can be heard.
  init(energies: [Float], periodicity: Periodicity? = nil, audible: Double) {
    guard energies.count >= Self.window else { return }
    let levels = Self.smoothed(energies)
    let sorted = levels.sorted()
    let floor = max(Self.silence, sorted[sorted.count / 10])
    let top = max(Self.silence, sorted[min(sorted.count - 1, sorted.count * 95 / 100)])
    noiseFloor = max(Self.silence, decibels(power: max(1e-12, Self.mean(energies) ?? 0)))
    speechLevel = top
    if sorted[max(0, sorted.count - Self.shortestSpeech)] - floor >= Self.steady {
      soundSeconds = Self.seconds(
        Self.runs(levels, above: audible).filter { $0.count >= Self.shortestSpeech })
    }
    let bursts = Self.runs(levels, above: max(top, Self.silence + 20) + Self.burst)
      .filter { $0.count < Self.longestBurst && !Self.isVoiced($0, periodicity) }
    pops = bursts.map(Self.seconds)
    guard top - floor >= Self.leastRise else { return }

    let threshold = max(
      Self.silence + 5, top - Self.range, floor + max(Self.leastRise, (top - floor) * Self.rise))
    // What a pop drowns is neither speech nor noise.
    var isPop = [Bool](repeating: false, count: levels.count)
    for burst in bursts {
      let torn = burst.lowerBound - Self.window..<burst.upperBound + Self.window
      for index in torn.clamped(to: levels.indices) { isPop[index] = true }
    }
    let words = Self.words(
      levels, above: threshold, reaching: top - Self.core, periodicity, without: isPop)
    let speech = Self.joined(words, Self.longestPause).filter { $0.count >= Self.shortestSpeech }
    guard let first = speech.first, let last = speech.last else { return }
    stretches = speech.map(Self.seconds)

    var isSpeech = [Bool](repeating: false, count: levels.count)
    for index in words.joined() where levels[index] > threshold && !isPop[index] {
      isSpeech[index] = true
    }
    // A bark or a laugh is no level to judge a voice by.
    guard isSpeech.count(where: { $0 }) >= Self.leastSpoken else { return }
    let around = max(0, first.lowerBound - Self.around)..<last.upperBound + Self.around
    let noise = Self.noise(energies, isSpeech, isPop, around) ?? power(decibels: floor)
    let loud = Self.mean(energies.indices.lazy.filter { isSpeech[$0] }.map { energies[$0] }) ?? 0
    let lowest = power(decibels: Self.silence)
    noiseFloor = decibels(power: max(lowest, noise))
    speechLevel = decibels(power: max(lowest, noise / 10, loud - noise))
  }

  var speechSeconds: Double { stretches.reduce(0) { $0 + $1.upperBound - $1.lowerBound } }

  // Decibels.
  private static let leastRise = 6.0
  private static let range = 30.0
  private static let core = 8.0
  /// Speech never comes so far above its own 95th percentile.
  private static let burst = 10.0
  /// Hum and hiss change by less.
  private static let steady = 2.0
  /// Share of the way from the one percentile to the other.
  private static let rise = 0.4

  // Blocks.
  private static let window = 5
  private static let longestPause = 30
  private static let shortestSpeech = 10
  private static let leastSpoken = 40
  private static let longestBurst = 20
  private static let around = 50
  /// Between the parts of a word: a plosive's silence.
  private static let closure = 5
  private static let coreBlocks = 5
  private static let voicedBlocks = 3
  /// Blocks that noise is measured in at least.
  private static let fewest = 20

  /// A voice's own periods resemble each other at least so much, creaky ones included.
  private static let voice: Float = 0.5

  /// dBFS of each block, its neighbours included.
  private static func smoothed(_ energies: [Float]) -> [Double] {
    var sum = 0.0
    var levels: [Double] = []
    levels.reserveCapacity(energies.count)
    for index in 0..<energies.count + window / 2 {
      if index < energies.count { sum += Double(energies[index]) }
      if index >= window { sum -= Double(energies[index - window]) }
      if index >= window / 2 {
        levels.append(decibels(power: max(1e-12, sum / Double(window))))
      }
    }
    return levels
  }

  /// Runs of blocks above a level, in order.
  private static func runs(_ levels: [Double], above threshold: Double) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    var start: Int?
    for index in 0...levels.count {
      let isAbove = index < levels.count && levels[index] > threshold
      if isAbove, start == nil { start = index }
      if !isAbove, let begin = start {
        runs.append(begin..<index)
        start = nil
      }
    }
    return runs
  }

  private static func joined(_ runs: [Range<Int>], _ pause: Int) -> [Range<Int>] {
    runs.reduce(into: []) { joined, run in
      if let last = joined.last, run.lowerBound - last.upperBound <= pause {
        joined[joined.count - 1] = last.lowerBound..<run.upperBound
      } else {
        joined.append(run)
      }
    }
  }

  /// What may be words: loud enough, and voiced where anything is.
  private static func words(
    _ levels: [Double], above threshold: Double, reaching core: Double, _ periodicity: Periodicity?,
    without isPop: [Bool]
  ) -> [Range<Int>] {
    let loud = joined(runs(levels, above: threshold), closure).filter { run in
      run.lazy.filter { levels[$0] > core && !isPop[$0] }.prefix(coreBlocks).count >= coreBlocks
    }
    guard let periodicity else { return loud }
    let voiced = loud.filter { run in
      isVoiced(run.lazy.filter { levels[$0] > threshold && !isPop[$0] }, periodicity)
    }
    return voiced.isEmpty ? loud : voiced
  }

  /// Without anything to tell by, nothing is.
  private static func isVoiced(_ blocks: some Sequence<Int>, _ periodicity: Periodicity?) -> Bool {
    guard let periodicity else { return false }
    var voiced = 0
    for block in blocks
    where periodicity.strength(at: (Double(block) + 0.5) * SoundMeter.block) > voice {
      voiced += 1
      if voiced == voicedBlocks { return true }
    }
    return false
  }

  /// The mean energy between words, a little apart from them; where that is too short, of all the
  /// clip; `nil` where there is too little of it anywhere.
  private static func noise(
    _ energies: [Float], _ isSpeech: [Bool], _ isPop: [Bool], _ around: Range<Int>
  ) -> Double? {
    let reach = window / 2
    let quiet = energies.indices.filter { index in
      !isPop[index]
        && !isSpeech[max(0, index - reach)...min(isSpeech.count - 1, index + reach)].contains(true)
    }
    let near = quiet.filter(around.contains)
    let chosen = near.count > fewest ? near : quiet
    return chosen.count < fewest ? nil : mean(chosen.lazy.map { energies[$0] })
  }

  private static func mean(_ energies: some Sequence<Float>) -> Double? {
    var (sum, count) = (0.0, 0)
    for energy in energies {
      sum += Double(energy)
      count += 1
    }
    return count > 0 ? sum / Double(count) : nil
  }

  private static func seconds(_ run: Range<Int>) -> ClosedRange<Double> {
    Double(run.lowerBound) * SoundMeter.block...Double(run.upperBound) * SoundMeter.block
  }

  private static func seconds(_ runs: [Range<Int>]) -> Double {
    Double(runs.reduce(0) { $0 + $1.count }) * SoundMeter.block
  }
}
