import CFFmpeg

/// Decoded sound of any kind in, 32-bit float samples out, one plane a channel. Owns its `SwrContext`,
/// which is made anew when the sound changes its shape midway.
package final class Resampler {
  /// What comes out.
  package struct Output: Sendable, Equatable {
    /// Hertz; `nil` keeps the rate that comes in.
    package var sampleRate: Int?
    package init(sampleRate: Int? = nil) { self.sampleRate = sampleRate }
  }

  private struct Shape: Equatable {
    var rate: Int32
    var format: Int32
    var channels: Int32
  }

  private var context: OpaquePointer?
  private var shape: Shape?
  private let output: Output
  private var planes: [[Float]] = []
  /// Hertz of what comes out; known once something came in.
  package private(set) var sampleRate = 0
  package private(set) var channels = 0

  package init(_ output: Output = Output()) { self.output = output }

  deinit { swr_free(&context) }

  /// Converts one frame and hands over its samples: a plane a channel, `count` samples each, valid
  /// during the call only. `swr_convert`.
  package func convert<T>(
    _ frame: Frame, _ body: (_ planes: [UnsafePointer<Float>], _ count: Int) throws -> T
  ) throws -> T {
    try adapt(to: frame)
    let source = frame.pointer.pointee
    return try run(input: source.extended_data, count: source.nb_samples, body)
  }

  /// What is still held back at the end.
  package func flush<T>(
    _ body: (_ planes: [UnsafePointer<Float>], _ count: Int) throws -> T
  ) throws -> T? {
    guard context != nil else { return nil }
    return try run(input: nil, count: 0, body)
  }

  private func run<T>(
    input: UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>?, count: Int32,
    _ body: ([UnsafePointer<Float>], Int) throws -> T
  ) throws -> T {
    let capacity = max(
      1,
      try check(swr_get_out_samples(context, count), call: "swr_get_out_samples", subject: "sound"))
    if planes.count != channels || (planes.first?.count ?? 0) < Int(capacity) {
      planes = Array(repeating: Array(repeating: 0, count: Int(capacity)), count: channels)
    }
    // The planes are arrays of this object and stay where they are while nobody touches them.
    var pointers = planes.indices.map { index in
      planes[index].withUnsafeMutableBufferPointer { $0.baseAddress }
    }
    let filled = try pointers.withUnsafeMutableBufferPointer { buffer in
      try buffer.withMemoryRebound(to: UnsafeMutablePointer<UInt8>?.self) { bytes in
        try input.withConstPlanes { planes in
          try check(
            swr_convert(context, bytes.baseAddress, capacity, planes, count), call: "swr_convert",
            subject: "sound")
        }
      }
    }
    return try body(pointers.compactMap { $0.map { UnsafePointer($0) } }, Int(filled))
  }

  private func adapt(to frame: Frame) throws {
    let source = frame.pointer
    let wanted = Shape(
      rate: source.pointee.sample_rate, format: source.pointee.format,
      channels: source.pointee.ch_layout.nb_channels)
    guard wanted != shape else { return }
    guard wanted.rate > 0, (1...16).contains(wanted.channels) else {
      throw AVError(
        code: shim_invalid, call: "swr_alloc_set_opts2",
        subject: "sound of \(wanted.channels) channels at \(wanted.rate) Hz")
    }
    // What is counted further on must not change its unit midway.
    if shape != nil,
      channels != Int(wanted.channels) || output.sampleRate == nil && sampleRate != Int(wanted.rate)
    {
      throw AVError(
        code: shim_invalid, call: "swr_alloc_set_opts2", subject: "sound that changes midway")
    }
    swr_free(&context)
    channels = Int(wanted.channels)
    sampleRate = output.sampleRate ?? Int(wanted.rate)
    // Channel by channel: mixing is decided later, and a layout that libswresample does not know
    // must not stop it.
    var incoming = AVChannelLayout()
    shim_layout_default(&incoming, wanted.channels)
    var outgoing = incoming
    try check(
      swr_alloc_set_opts2(
        &context, &outgoing, AV_SAMPLE_FMT_FLTP, Int32(sampleRate), &incoming,
        AVSampleFormat(wanted.format), wanted.rate, 0, nil), call: "swr_alloc_set_opts2",
      subject: "sound")
    try check(swr_init(context), call: "swr_init", subject: "sound")
    shape = wanted
  }
}

extension Optional where Wrapped == UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?> {
  /// The same planes as the constant ones that `swr_convert` wants.
  fileprivate func withConstPlanes<T>(
    _ body: (UnsafeMutablePointer<UnsafePointer<UInt8>?>?) throws -> T
  ) rethrows -> T {
    guard let self else { return try body(nil) }
    return try UnsafeMutableRawPointer(self)
      .withMemoryRebound(to: UnsafePointer<UInt8>?.self, capacity: 16) { try body($0) }
  }
}
