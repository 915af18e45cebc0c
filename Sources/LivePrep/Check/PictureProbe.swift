import Libav

/// Measures the picture of a clip, packet by packet: times of all of them, looks of some, which are
/// decoded on a thread of their own meanwhile.
final class PictureProbe {
  private let frames: FrameProbe
  private let queue = BoundedQueue<Packet>(capacity: 2)
  private let decoding: Later<Void>
  private let depth: Depth
  private let sampling: Double
  private let gap: Double
  private let timeBase: Rational
  private let area: Double
  private var times: [Double] = []
  private var lastDuration = 0.0
  private var lastSampled: Double?
  private var isCutOff = false
  private var stillness = PacketStillness()

  /// A frame as a coarse grid, as it is stored, at seconds on the clip's own clock.
  struct Look: Sendable {
    var time: Double
    var grid: LumaGrid
  }

  /// Seconds between two frames that are compared.
  private static let interval = 0.4

  /// - Parameters:
  ///   - sampling: seconds between two key frames that are decoded.
  ///   - gap: seconds without a frame that are more than a slow camera.
  init(
    _ input: Input, stream: Stream, depth: Depth, sampling: Double, gap: Double,
    limits: Preflight.Limits
  ) throws {
    guard stream.width * stream.height <= limits.pixels else {
      throw Unreadable(
        "a picture of \(stream.width)×\(stream.height) is over the limit of \(limits.pixels) pixels; film in a lower resolution",
        "画面 \(stream.width)×\(stream.height) 超过上限 \(limits.pixels) 像素，请降低分辨率录制")
    }
    let frames = try FrameProbe(input, stream: stream, depth: depth, limits: limits)
    self.frames = frames
    decoding = try Later { [queue] in
      do {
        while let packet = try queue.pop() { try frames.take(packet) }
        try frames.finish()
      } catch {
        queue.fail(error)
        throw error
      }
    }
    timeBase = stream.timeBase
    area = Double(stream.width * stream.height)
    self.depth = depth
    self.sampling = sampling
    self.gap = gap
  }

  /// Given up midway, the thread has nothing to wait for.
  deinit { queue.fail(AVError.interrupted) }

  func take(_ packet: Packet) throws {
    isCutOff = isCutOff || packet.isCorrupt
    let time = (packet.pts ?? packet.dts).map { Timestamp(ticks: $0, timeBase: timeBase).seconds }
    stillness.take(isEmpty: !packet.isKey && Double(packet.bytes * 8) < Self.emptyBits * area)
    if let time, !packet.isDiscarded {
      times.append(time)
      lastDuration = Timestamp(ticks: packet.duration, timeBase: timeBase).seconds
    }
    if depth == .default {
      let isDue = lastSampled.map { (time ?? 0) - $0 >= sampling } ?? true
      guard packet.isKey, isDue else { return }
      lastSampled = time ?? 0
    }
    try queue.push(packet.copy())
  }

  /// What the decoded frames look like, in the order of time. Once finished.
  var looks: [Look] { frames.looks }

  func finish() throws {
    queue.close()
    try decoding.value()
  }

  /// Seconds on the clip's own clock.
  var start: Double? { times.min() }
  var end: Double? {
    guard let last = times.max() else { return nil }
    return last + (lastDuration > 0 ? lastDuration : averageInterval ?? 0)
  }

  /// Seconds from frame to frame. Once finished.
  private lazy var intervals: [Double] = {
    let sorted = times.sorted()
    return zip(sorted, sorted.dropFirst()).map { $1 - $0 }
  }()

  /// Gaps are no part of it, unless there is little else: they have a finding of their own.
  private lazy var averageInterval: Double? = {
    let flowing = intervals.filter { $0 <= gap }
    let counted = flowing.count * 2 < intervals.count ? intervals : flowing
    let sum = counted.reduce(0, +)
    return sum > 0 ? sum / Double(counted.count) : nil
  }()

  func describe(_ clip: inout Clip, stream: Stream) {
    describeTime(&clip)
    let shape = frames.shape
    let width = shape?.width ?? stream.width
    let height = shape?.height ?? stream.height
    clip.codedWidth = width
    clip.codedHeight = height
    clip.pixelFormat = shape?.pixelFormat ?? stream.pixelFormat
    clip.transfer = shape?.transfer ?? stream.transfer
    clip.primaries = shape?.primaries ?? stream.primaries
    clip.rotation = stream.orientation.rotation
    clip.mirrored = stream.orientation.mirrored
    let aspect = (stream.sampleAspect ?? shape?.sampleAspect)?.value ?? 1
    clip.pixelAspect = aspect
    let shown = Int((Double(width) * aspect).rounded())
    (clip.width, clip.height) =
      stream.orientation.swapsSides ? (height, shown) : (shown, height)
    clip.interlaced = frames.isInterlaced
    describeLooks(&clip)
    if isCutOff { clip.damage.append(Words("the file ends before its data does", "文件不完整")) }
    if frames.decoded == 0 {
      clip.damage.append(Words("no frame of the picture can be decoded", "没有可解码的画面"))
    } else if frames.failures * 10 > frames.tried {
      clip.damage.append(
        Words(
          "\(frames.failures) of \(frames.tried) frames cannot be decoded",
          "\(frames.tried) 帧中有 \(frames.failures) 帧无法解码"))
    }
  }

  private func describeTime(_ clip: inout Clip) {
    clip.frames = times.count
    clip.frameRate = averageInterval.map { 1 / $0 }
    clip.longestFrameGap = intervals.max()
  }

  /// Mean luma below which a picture is black.
  private static let black: Float = 0.02
  /// Differences below which two pictures are the same but for the grain of their encoding.
  private static let still: (mean: Float, highest: Float) = (0.002, 0.03)

  /// Bits a pixel below which a frame only repeats the one before it.
  private static let emptyBits = 0.001

  private func describeLooks(_ clip: inout Clip) {
    guard !looks.isEmpty else { return }
    clip.meanLuma =
      looks.reduce(0) { $0 + Double($1.grid.mean) } / Double(looks.count)
    let repeated = averageInterval.flatMap { stillness.share(interval: $0) }
    let sparse = looks.reduce(into: [Look]()) { sparse, look in
      if look.time - (sparse.last?.time ?? -.infinity) >= Self.interval { sparse.append(look) }
    }
    let pairs = zip(sparse, sparse.dropFirst())
    let total = pairs.reduce(0) { $0 + ($1.1.time - $1.0.time) }
    guard total > 0 else {
      clip.stillShare = repeated
      return
    }
    let still = pairs.reduce(0.0) { sum, pair in
      let difference = pair.1.grid.difference(from: pair.0.grid)
      let isStill =
        difference.mean < Self.still.mean && difference.highest < Self.still.highest
        || pair.0.grid.mean < Self.black
      return sum + (isStill ? pair.1.time - pair.0.time : 0)
    }
    clip.stillShare = max(still / total, repeated ?? 0)
  }
}

/// Frames that only repeat the one before, told by the size of their packets: needs no decoding, and
/// sees between the key frames.
private struct PacketStillness {
  private var packets = 0
  private var run = 0
  private var runs: [Int] = []

  mutating func take(isEmpty: Bool) {
    packets += 1
    if isEmpty {
      run += 1
    } else if run > 0 {
      runs.append(run)
      run = 0
    }
  }

  /// Seconds; shorter runs are a slow camera in a fast clip.
  private static let shortest = 0.4

  /// Share of the packets that stand in long runs of repetitions; `nil` where there are too few.
  func share(interval: Double) -> Double? {
    guard packets > 2 else { return nil }
    let long = (runs + [run]).filter { Double($0) * interval >= Self.shortest }.reduce(0, +)
    return Double(long) / Double(packets)
  }
}
