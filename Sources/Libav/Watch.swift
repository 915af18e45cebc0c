import Glibc
import Synchronization

/// What stops work that has gone on for too long: a deadline, and a flag that another thread may
/// raise. FFmpeg asks it wherever C code can be interrupted.
package final class Watch: Sendable {
  package enum Reason: Sendable { case deadline, cancelled }

  private let deadline: UInt64
  private let isCancelled = Atomic<Bool>(false)

  /// - Parameter seconds: from now; infinite for no deadline.
  package init(seconds: Double = .infinity) {
    deadline = seconds < 1e9 ? Self.now() + UInt64(max(0, seconds) * 1e9) : .max
  }

  package func cancel() { isCancelled.store(true, ordering: .relaxed) }

  /// `nil` while the work may go on.
  package var over: Reason? {
    if isCancelled.load(ordering: .relaxed) { return .cancelled }
    return Self.now() >= deadline ? .deadline : nil
  }

  /// Nanoseconds of the monotonic clock.
  package static func now() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}
