/// Measures sound as it is decoded: EBU R128, and the energy of every 10 ms, of each channel and of
/// their mix, without rumble below about 70 Hz and without a constant offset.
package final class SoundMeter {
  /// Seconds.
  package static let block = 0.01
  private static let fullScale: Float = 0.9995

  private let loudness: Loudness
  private let peaks: [TruePeak]
  private var highest: Float = 0
  private let weights: [Float]
  private let blockLength: Int
  private var filters: [MeterChannel]
  private var mixFilter: MeterChannel
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
    peaks = try (0..<channels).map { _ in try TruePeak(sampleRate: sampleRate) }
    self.sampleRate = sampleRate
    weights = Downmix.weights(channels: channels)
    blockLength = max(1, Int(Double(sampleRate) * Self.block))
    mixFilter = MeterChannel(sampleRate: sampleRate)
    filters = Array(repeating: mixFilter, count: channels)
    channelSums = Array(repeating: 0, count: channels)
    channelEnergies = Array(repeating: 0, count: channels)
    blocks = Array(repeating: [], count: channels)
  }

  /// Mean squares of one channel, one a block.
  package func energies(ofChannel channel: Int) -> [Float] { blocks[channel] }

  /// How far one channel, or the mix of all, repeats itself as a voice does.
  package func periodicity(ofChannel channel: Int?) -> Periodicity {
    let filter = channel.map { filters[$0] } ?? (channels == 1 ? filters[0] : mixFilter)
    return Periodicity(
      samples: filter.samples,
      rate: Double(sampleRate) / Double(MeterChannel.factor(sampleRate)))
  }

  package var channels: Int { weights.count }
  package var integratedLoudness: Double? { loudness.integrated }
  /// dBTP, the highest of all channels; `nil` for digital silence.
  package var truePeak: Double? { peaks.compactMap(\.decibels).max() }
  package var maximumMomentary: Double? {
    loudness.maximumMomentary.isFinite ? loudness.maximumMomentary : nil
  }
  /// LUFS of the 400 ms that end every 100 ms.
  package var moments: [Double] { loudness.moments }

  package func add(_ planes: [UnsafePointer<Float>], count: Int) {
    guard planes.count == channels else { return }
    loudness.add(planes, count: count)
    for (peak, plane) in zip(peaks, planes) { peak.add(plane, count: count, highest: &highest) }
    samples += count
    var done = 0
    while done < count {
      let step = min(count - done, blockLength - filled)
      for (channel, plane) in planes.enumerated() {
        let samples = plane + done
        channelSums[channel] += filters[channel].energy(count: step) { samples[$0] }
        for index in 0..<step where abs(samples[index]) >= Self.fullScale { clippedSamples += 1 }
      }
      if channels > 1 { mixSum += mixedEnergy(planes, from: done, count: step) }
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

  private func mixedEnergy(
    _ planes: [UnsafePointer<Float>], from start: Int, count: Int
  ) -> Float {
    mixFilter.energy(count: count) { index in
      var sample: Float = 0
      for channel in 0..<planes.count {
        sample += planes[channel][start + index] * weights[channel]
      }
      return sample
    }
  }
}
