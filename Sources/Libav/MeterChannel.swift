import Glibc

/// One channel on its way into `SoundMeter`: without rumble below about 70 Hz and without a constant
/// offset; its energy, and a copy at a low rate for `Periodicity`.
struct MeterChannel {
  private let pole: Float
  private let factor: Int
  private var input: Float = 0
  private var output: Float = 0
  private var sum: Float = 0
  private var summed = 0
  /// One sample for every `factor` that came in: their mean.
  private(set) var samples: [Float] = []

  /// - Parameter sampleRate: hertz.
  init(sampleRate: Int) {
    pole = Float(exp(-2 * Double.pi * 70 / Double(sampleRate)))
    factor = Self.factor(sampleRate)
  }

  static func factor(_ sampleRate: Int) -> Int { max(1, sampleRate / Periodicity.rate) }

  /// The sum of the squares of `count` samples.
  @inline(__always)
  mutating func energy(count: Int, _ sample: (Int) -> Float) -> Float {
    var energy: Float = 0
    var (input, output, sum, summed) = (input, output, sum, summed)
    for index in 0..<count {
      let sample = sample(index)
      output = sample - input + pole * output
      input = sample
      energy += output * output
      sum += output
      summed += 1
      if summed == factor {
        samples.append(sum / Float(factor))
        (sum, summed) = (0, 0)
      }
    }
    (self.input, self.output, self.sum, self.summed) = (input, output, sum, summed)
    return energy
  }
}
