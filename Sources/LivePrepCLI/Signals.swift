import Glibc
import Synchronization

/// Interrupts become cancellation: the signals are blocked in every thread, and the main thread
/// waits for them. It must not run Swift's or Dispatch's main loop, which unblocks them.
enum Signals {
  /// The signal that came; 0: none.
  static let caught = Atomic<Int32>(0)

  private static var interrupts: sigset_t {
    var set = sigset_t()
    sigemptyset(&set)
    sigaddset(&set, SIGINT)
    sigaddset(&set, SIGTERM)
    return set
  }

  /// To be called first of all: threads inherit what is blocked. A pipe that its reader closed is
  /// an error of `write`, no signal.
  static func block() {
    signal(SIGPIPE, SIG_IGN)
    var set = interrupts
    pthread_sigmask(SIG_BLOCK, &set, nil)
  }

  /// Calls `body` at the first interrupt; the second ends the process at once. Never returns.
  static func wait(_ body: () -> Void) -> Never {
    var set = interrupts
    while true {
      var number: Int32 = 0
      guard sigwait(&set, &number) == 0 else { continue }
      if caught.exchange(number, ordering: .sequentiallyConsistent) != 0 { _exit(128 + number) }
      body()
    }
  }
}
