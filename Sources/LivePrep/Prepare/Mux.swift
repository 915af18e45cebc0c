import Libav

/// Puts tracks into an MP4, in the order of time.
struct Mux {
  /// One track: how it is described, and all its packets, their times counted from the start of what
  /// is produced.
  struct Track {
    enum Origin {
      case encoded(Encoder)
      case copied(Input, stream: Int)
    }
    var origin: Origin
    var packets: [Packet]
    var timeBase: Rational
  }

  /// - Throws: `PictureTrack.Overrun` where the file would reach the limit.
  static func write(_ tracks: [Track], byteLimit: Int) throws -> ByteSink {
    let sink = ByteSink(limit: byteLimit)
    do {
      let output = try Output(to: sink)
      for track in tracks {
        switch track.origin {
        case .encoded(let encoder): _ = try output.add(encoder)
        case .copied(let input, let stream): _ = try output.add(copying: stream, of: input)
        }
      }
      try output.begin()
      try interleave(tracks, into: output)
      try output.finish()
      return sink
    } catch let error as AVError {
      throw sink.isOverrun ? PictureTrack.Overrun() : error
    }
  }

  private static func interleave(_ tracks: [Track], into output: Output) throws {
    var next = Array(repeating: 0, count: tracks.count)
    func time(_ track: Int) -> Double? {
      guard next[track] < tracks[track].packets.count else { return nil }
      let packet = tracks[track].packets[next[track]]
      return Timestamp(ticks: packet.dts ?? packet.pts ?? 0, timeBase: tracks[track].timeBase)
        .seconds
    }
    while true {
      let waiting = tracks.indices.compactMap { track in time(track).map { (track, $0) } }
      guard let first = waiting.min(by: { $0.1 < $1.1 })?.0 else { return }
      try output.write(
        tracks[first].packets[next[first]], track: first, timeBase: tracks[first].timeBase)
      next[first] += 1
    }
  }
}
