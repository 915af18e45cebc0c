import Libav

/// The picture of a clip, made anew: decoded, reduced, turned upright, brought to a constant rate and
/// encoded. Decoding and the rest run on two threads with a few frames between them.
struct PictureTrack {
  var plan: Plan.Picture
  /// Seconds on the file's clock that become the start.
  var origin: Double
  /// Seconds from the start that are kept at most.
  var length: Double?
  /// Bits per second.
  var bitRate: Int
  /// Bytes that all packets together stay below.
  var byteLimit: Int
  /// Pixels of a stored picture that are decoded at most.
  var pixelLimit: Int
  var threads: Threads

  /// x264's preset with the rate control of a slower one, and constant rate factor; the table behind
  /// the choice is in ARCHITECTURE.
  static let preset = "superfast"
  static let lookAhead = 10
  static let quality = 22.8

  /// Frames between the two threads.
  private static let depth = 2

  /// More bytes came out than are allowed.
  struct Overrun: Error {}

  /// How the cores are shared out: a large picture takes longer to decode than the small one to
  /// encode, so its decoder may use them all.
  struct Threads: Equatable {
    var decoding: Int
    var encoding: Int

    /// - Parameters:
    ///   - cores: to use for this clip.
    ///   - work: pixels of a stored picture over those of a produced one.
    ///   - codec: FFmpeg's name.
    init(cores: Int, work: Double, codec: String) {
      decoding = work > 2 ? max(1, cores) : max(1, cores / 2)
      encoding = max(1, cores - decoding)
      // Threads that decode H.264 wait for each other longer than those of other codecs: one more
      // takes 5 % off the time of a 1080p clip, and 6 MiB.
      if decoding > 1, codec == "h264" { decoding += 1 }
    }
  }

  struct Result {
    var encoder: Encoder
    var packets: [Packet]
  }

  func encode(
    _ input: Input, stream: Stream, progress: @escaping @Sendable (Double) -> Void
  ) throws -> Result {
    input.select([stream.index])
    let decoder = try Decoder(
      input, stream: stream.index,
      options: .init(
        threads: threads.decoding,
        loopFilter: stream.width * stream.height > 2 * plan.width * plan.height
          ? .referenced : .all, maximumPixels: pixelLimit))
    let queue = BoundedQueue<Frame>(capacity: Self.depth)
    let watch = input.watch
    let timeBase = decoder.timeBase
    let encoding = try Later { [self] in
      do {
        return try consume(queue, timeBase: timeBase, watch: watch, progress: progress)
      } catch {
        queue.fail(error)
        throw error
      }
    }
    do {
      try decode(input, decoder, into: queue)
      queue.close()
    } catch {
      queue.fail(error)
      throw error
    }
    return try encoding.value()
  }

  private func decode(_ input: Input, _ decoder: Decoder, into queue: BoundedQueue<Frame>) throws {
    let packet = try Packet()
    let end = length.map { origin + $0 }
    var isDone = false

    // A damaged packet loses its frame; the verification decides whether too many are lost.
    func tolerating(_ step: () throws -> Bool) throws -> Bool {
      do {
        return try step()
      } catch let error as AVError where !error.isInterruption {
        return false
      }
    }

    func decode(_ packet: Packet?) throws {
      let isTaken = try tolerating {
        try decoder.send(packet)
        return true
      }
      while isTaken, !isDone {
        let frame = try Frame()
        guard try tolerating({ try decoder.receive(into: frame) }) else { return }
        if let end, let time = seconds(frame, decoder.timeBase), time >= end { isDone = true }
        try queue.push(frame)
      }
    }

    while !isDone, try tolerating({ try input.read(into: packet) }) { try decode(packet) }
    if !isDone { try decode(nil) }
  }

  private func seconds(_ frame: Frame, _ timeBase: Rational) -> Double? {
    frame.pts.map { Timestamp(ticks: $0, timeBase: timeBase).seconds }
  }

  private func consume(
    _ queue: BoundedQueue<Frame>, timeBase: Rational, watch: Watch,
    progress: @Sendable (Double) -> Void
  ) throws -> Result {
    let rate = Rational(Int32(plan.frameRate[0]), Int32(plan.frameRate[1]))
    let encoder = try Encoder(
      .init(
        width: plan.width, height: plan.height, frameRate: rate, quality: Self.quality,
        maximumBitRate: bitRate, bufferSeconds: Budget.buffer, preset: Self.preset,
        lookAhead: Self.lookAhead,
        threads: threads.encoding))
    let shaper = try PictureShaper(plan)
    var timing = FrameTiming(rate: rate.value ?? 30)
    var packets: [Packet] = []
    var bytes = 0
    var last: Frame?

    func drain() throws {
      while true {
        let packet = try Packet()
        guard try encoder.receive(into: packet) else { return }
        bytes += packet.bytes
        guard bytes < byteLimit else { throw Overrun() }
        packets.append(packet)
      }
    }
    func show(_ frame: Frame, at tick: Int) throws {
      if watch.over != nil { throw AVError.interrupted }
      frame.pts = Int64(tick)
      try encoder.send(frame)
      try drain()
    }

    while let picture = try queue.pop() {
      let time = (seconds(picture, timeBase) ?? origin) - origin
      guard time > -0.5 / timing.rate, length.map({ time < $0 }) ?? true,
        let place = timing.place(time)
      else { continue }
      let shaped = try shaper.shape(picture)
      for tick in place.fill { try show((last ?? shaped).copy(), at: tick) }
      try show(shaped, at: place.tick)
      last = shaped
      progress(time)
    }
    try encoder.send(nil)
    try drain()
    return Result(encoder: encoder, packets: packets)
  }
}
