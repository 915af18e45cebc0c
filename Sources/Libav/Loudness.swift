import CEbur128

/// EBU R128 over samples: integrated and momentary loudness. Owns its `ebur128_state`.
package final class Loudness {
  private let state: UnsafeMutablePointer<ebur128_state>
  private let channels: Int
  private let stride: Int
  private var sinceMomentary = 0
  /// LUFS of the loudest 400 ms; minus infinity before there was any.
  package var maximumMomentary: Double { moments.max() ?? -.infinity }
  /// LUFS of the 400 ms that end with every 100 ms; minus infinity for silence.
  package private(set) var moments: [Double] = []

  /// `ebur128_init`.
  /// - Parameter sampleRate: hertz, 16 to 2,822,400.
  package init(channels: Int, sampleRate: Int) throws {
    let mode = Int32(EBUR128_MODE_I.rawValue)
    guard let state = ebur128_init(UInt32(channels), UInt(sampleRate), mode) else {
      throw AVError(
        code: -22, call: "ebur128_init", subject: "\(channels) channels at \(sampleRate) Hz")
    }
    self.state = state
    self.channels = channels
    stride = max(1, sampleRate / 10)
    // libebur128 takes the fourth channel for unused unless told otherwise; FFmpeg's order for 5.1
    // is L R C LFE Ls Rs, and the LFE does not count.
    if channels == 6 {
      ebur128_set_channel(state, 3, Int32(EBUR128_UNUSED.rawValue))
      ebur128_set_channel(state, 4, Int32(EBUR128_LEFT_SURROUND.rawValue))
      ebur128_set_channel(state, 5, Int32(EBUR128_RIGHT_SURROUND.rawValue))
    }
  }

  deinit {
    var owned: UnsafeMutablePointer<ebur128_state>? = state
    ebur128_destroy(&owned)
  }

  private var interleaved: [Float] = []

  /// `ebur128_add_frames_float`, in steps of 100 ms so that no moment is missed.
  package func add(_ planes: [UnsafePointer<Float>], count: Int) {
    guard planes.count == channels else { return }
    var done = 0
    while done < count {
      let step = min(count - done, stride - sinceMomentary)
      if channels == 1 {
        ebur128_add_frames_float(state, planes[0] + done, step)
      } else {
        if interleaved.count < step * channels {
          interleaved = Array(repeating: 0, count: stride * channels)
        }
        interleaved.withUnsafeMutableBufferPointer { buffer in
          for (channel, plane) in planes.enumerated() {
            var target = channel
            for sample in done..<done + step {
              buffer[target] = plane[sample]
              target += channels
            }
          }
          ebur128_add_frames_float(state, buffer.baseAddress, step)
        }
      }
      done += step
      sinceMomentary += step
      if sinceMomentary == stride {
        sinceMomentary = 0
        var loudness = 0.0
        let status = ebur128_loudness_momentary(state, &loudness)
        moments.append(status == EBUR128_SUCCESS.rawValue ? loudness : -.infinity)
      }
    }
  }

  /// LUFS; `nil` where nothing passed the gate. `ebur128_loudness_global`.
  package var integrated: Double? {
    var loudness = 0.0
    guard ebur128_loudness_global(state, &loudness) == EBUR128_SUCCESS.rawValue, loudness.isFinite
    else { return nil }
    return loudness
  }
}
