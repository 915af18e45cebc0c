import Libav

/// Decodes frames of a clip and looks at them.
///
/// Handed from thread to thread, never shared: fed on one, read once that has ended.
final class FrameProbe: @unchecked Sendable {
  private let decoder: Decoder
  private let frame: Frame
  private let depth: Depth
  private let timeBase: Rational
  private var interlaced = 0
  /// Packets that were taken.
  private(set) var tried = 0
  private(set) var failures = 0
  private(set) var decoded = 0
  /// In the order of time; of the first frames where there are very many.
  private(set) var looks: [PictureProbe.Look] = []
  /// `nil` where nothing could be decoded.
  private(set) var shape: Shape?

  /// What the first decoded frame shows of itself; later ones count as the same.
  struct Shape {
    var width: Int
    var height: Int
    var pixelFormat: String?
    var transfer: String?
    var primaries: String?
    var sampleAspect: Rational?

    fileprivate init(_ frame: Frame) {
      width = frame.width
      height = frame.height
      pixelFormat = frame.pixelFormatName
      transfer = frame.transferName
      primaries = frame.primariesName
      sampleAspect = frame.sampleAspect
    }
  }

  /// 32 MiB of them; a clip that any service takes has a quarter of it, decoded whole.
  private static let mostLooks = 4096

  init(_ input: Input, stream: Stream, depth: Depth, limits: Preflight.Limits) throws {
    decoder = try Decoder(
      input, stream: stream.index,
      options: .init(
        threads: depth == .deep ? limits.cores : 1, keyFramesOnly: depth == .default,
        loopFilter: .none, maximumPixels: limits.pixels))
    frame = try Frame()
    timeBase = stream.timeBase
    self.depth = depth
  }

  /// In depth every packet, else key frames, each for itself: what lies between two of them is
  /// missing, and some decoders would look for it.
  func take(_ packet: Packet) throws {
    tried += 1
    guard depth == .default else { return try decode(packet) }
    packet.keep()
    try decode(packet)
    try decode(nil)
    decoder.reset()
  }

  func finish() throws { if depth == .deep { try decode(nil) } }

  /// Whether most frames are; `nil` where there are none.
  var isInterlaced: Bool? { decoded > 0 ? interlaced * 2 > decoded : nil }

  private func decode(_ packet: Packet?) throws {
    do {
      try decoder.send(packet)
      while try decoder.receive(into: frame) { look() }
    } catch let error as AVError where !error.isInterruption {
      failures += 1
    }
  }

  private func look() {
    decoded += 1
    if frame.isDamaged { failures += 1 }
    if frame.isInterlaced { interlaced += 1 }
    shape = shape ?? Shape(frame)
    let time = frame.pts.map { Timestamp(ticks: $0, timeBase: timeBase).seconds } ?? 0
    if looks.count < Self.mostLooks, let grid = LumaGrid(frame) {
      looks.append(.init(time: time, grid: grid))
    }
  }
}
