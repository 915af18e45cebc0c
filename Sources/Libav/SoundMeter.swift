import Glibc

/// Measures sound as it is decoded: EBU R128, and the energy of every 10 ms, of each channel and of
/// their mix, without rumble below about 70 Hz and without a constant offset.
package final class SoundMeter {
  /// Seconds.
  package static let block = 0.01

  private let loudness: Loudness
  private let weights: [Float]
  private let blockLength: Int
  private let pole: Float
  private var filters: [(input: Float, output: Float)]
  private var mixFilter: (input: Float, output: Float) = (0, 0)
  private var filled = 0
  private var channelSums: [Float]
  private var mixSum: Float = 0

  package let sampleRate: Int
  /// Mean squares of the mix, one a block; full scale is 1.
  package private(set) var mixEnergies: [Float] = []
  private var blocks: [[Float]]
  /// Mean squares over everything, one a channel.
  package private(set) var channelEnergies: [Double]
  /// Mean square of the mix over everything.
  package private(set) var mixEnergy = 0.0
  /// Samples of one channel.
  package private(set) var samples = 0
  package private(set) var clippedSamples = 0

  /// - Parameter sampleRate: hertz.
  package init(channels: Int, sampleRate: Int) throws {
    loudness = try Loudness(channels: channels, sampleRate: sampleRate)
    self.sampleRate = sampleRate
    weights = Downmix.weights(channels: channels)
    blockLength = max(1, Int(Double(sampleRate) * Self.block))
    pole = Float(exp(-2 * Double.pi * 70 / Double(sampleRate)))
    filters = Array(repeating: (0, 0), count: channels)
    channelSums = Array(repeating: 0, count: channels)
    channelEnergies = Array(repeating: 0, count: channels)
    blocks = Array(repeating: [], count: channels)
  }

  /// Mean squares of one channel, one a block.
  package func energies(ofChannel channel: Int) -> [Float] { blocks[channel] }

  package var channels: Int { weights.count }
  package var integratedLoudness: Double? { loudness.integrated }
  package var truePeak: Double? { loudness.truePeak }
  package var maximumMomentary: Double? {
    loudness.maximumMomentary.isFinite ? loudness.maximumMomentary : nil
  }

  package func add(_ planes: [UnsafePointer<Float>], count: Int) {
    guard planes.count == channels else { return }
    loudness.add(planes, count: count)
    samples += count
    var done = 0
    while done < count {
      let step = min(count - done, blockLength - filled)
      for (channel, plane) in planes.enumerated() {
        let sum = Self.energy(
          of: plane + done, count: step, pole: pole, filter: &filters[channel],
          clipped: &clippedSamples)
        channelSums[channel] += sum
      }
      mixSum +=
        channels == 1
        ? 0 : Self.mixedEnergy(planes, from: done, count: step, weights, pole, &mixFilter)
      done += step
      filled += step
      if filled == blockLength { closeBlock() }
    }
  }

  private func closeBlock() {
    if channels == 1 { mixSum = channelSums[0] }
    mixEnergies.append(mixSum / Float(blockLength))
    mixEnergy += Double(mixSum)
    mixSum = 0
    for channel in channelSums.indices {
      channelEnergies[channel] += Double(channelSums[channel])
      blocks[channel].append(channelSums[channel] / Float(blockLength))
      channelSums[channel] = 0
    }
    filled = 0
  }

  private static func energy(
    of samples: UnsafePointer<Float>, count: Int, pole: Float,
    filter: inout (input: Float, output: Float), clipped: inout Int
  ) -> Float {
    var (input, output) = filter
    var sum: Float = 0
    var full = 0
    for index in 0..<count {
      let sample = samples[index]
      output = sample - input + pole * output
      input = sample
      sum += output * output
      if abs(sample) >= 0.9995 { full += 1 }
    }
    filter = (input, output)
    clipped += full
    return sum
  }

  private static func mixedEnergy(
    _ planes: [UnsafePointer<Float>], from start: Int, count: Int, _ weights: [Float],
    _ pole: Float, _ filter: inout (input: Float, output: Float)
  ) -> Float {
    var (input, output) = filter
    var sum: Float = 0
    for index in start..<start + count {
      var sample: Float = 0
      for channel in 0..<planes.count { sample += planes[channel][index] * weights[channel] }
      output = sample - input + pole * output
      input = sample
      sum += output * output
    }
    filter = (input, output)
    return sum
  }
}
