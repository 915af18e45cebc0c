import Glibc
import Synchronization

/// Watches over one piece of work. Stops it where it has gone on for too long, by a deadline, and by
/// a flag that another thread may raise: FFmpeg asks it wherever C code can be interrupted. Counts
/// what is done.
package final class Watch: Sendable {
  package enum Reason: Sendable { case deadline, cancelled }

  private let deadline = Atomic<UInt64>(.max)
  private let isCancelled = Atomic<Bool>(false)
  package let tally = Tally()

  /// Without a deadline until it begins.
  package init() {}

  /// The work begins at once.
  package convenience init(seconds: Double) {
    self.init()
    begin(seconds: seconds)
  }

  /// The work begins: the deadline is counted from now.
  /// - Parameter seconds: infinite for no deadline.
  package func begin(seconds: Double) {
    guard seconds < 1e9 else { return }
    deadline.store(Self.now() + UInt64(max(0, seconds) * 1e9), ordering: .relaxed)
  }

  package func cancel() { isCancelled.store(true, ordering: .relaxed) }

  /// `nil` while the work may go on.
  package var over: Reason? {
    if isCancelled.load(ordering: .relaxed) { return .cancelled }
    return Self.now() >= deadline.load(ordering: .relaxed) ? .deadline : nil
  }

  /// Nanoseconds of the monotonic clock.
  package static func now() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}
