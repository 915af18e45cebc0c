import Synchronization

/// Counts what is done under one `Watch`, on whatever thread.
package final class Tally: Sendable {
  private let packets = Atomic<Int>(0)
  private let pictures = Atomic<Int>(0)
  private let sounds = Atomic<Int>(0)
  private let bytes = Atomic<Int>(0)

  /// Packets that demuxers handed out, of files and of what is still in memory.
  package var packetsRead: Int { packets.load(ordering: .relaxed) }
  /// Pictures that decoders handed out.
  package var picturesDecoded: Int { pictures.load(ordering: .relaxed) }
  /// Frames of sound that decoders handed out.
  package var soundsDecoded: Int { sounds.load(ordering: .relaxed) }
  /// Bytes that came from files.
  package var bytesRead: Int { bytes.load(ordering: .relaxed) }

  func countPacket() { packets.add(1, ordering: .relaxed) }
  func countPicture() { pictures.add(1, ordering: .relaxed) }
  func countSound() { sounds.add(1, ordering: .relaxed) }
  func count(bytesRead: Int) { bytes.add(bytesRead, ordering: .relaxed) }
}
