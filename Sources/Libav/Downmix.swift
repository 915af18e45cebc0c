/// How channels are mixed to one.
package enum Downmix {
  /// A weight a channel, in FFmpeg's order; they add up to 1. Of 5.1 only the front counts, where the
  /// voice is.
  package static func weights(channels: Int) -> [Float] {
    channels == 6
      ? [0.3, 0.3, 0.4, 0, 0, 0]
      : Array(repeating: 1 / Float(max(1, channels)), count: channels)
  }

  /// The mix, or one channel as it is, appended to `mono`.
  package static func append(
    _ planes: [UnsafePointer<Float>], count: Int, channel: Int?, to mono: inout [Float]
  ) {
    if let channel, planes.indices.contains(channel) {
      mono.append(contentsOf: UnsafeBufferPointer(start: planes[channel], count: count))
      return
    }
    let start = mono.count
    mono.append(contentsOf: repeatElement(0, count: count))
    let weights = weights(channels: planes.count)
    mono.withUnsafeMutableBufferPointer { buffer in
      for (plane, weight) in zip(planes, weights) where weight != 0 {
        for index in 0..<count { buffer[start + index] += plane[index] * weight }
      }
    }
  }
}
