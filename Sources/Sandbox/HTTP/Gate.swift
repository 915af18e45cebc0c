import Glibc

/// A counted resource that threads wait for, and that closes: whoever waits then returns at once.
///
/// Blocks its thread, so it is for the server's own connection threads only.
final class Gate: @unchecked Sendable {
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let condition: UnsafeMutablePointer<pthread_cond_t>
  private let capacity: Int
  private var available: Int
  private var closed = false

  init(capacity: Int) {
    self.capacity = capacity
    available = capacity
    mutex = .allocate(capacity: 1)
    mutex.initialize(to: pthread_mutex_t())
    pthread_mutex_init(mutex, nil)
    condition = .allocate(capacity: 1)
    condition.initialize(to: pthread_cond_t())
    var attributes = pthread_condattr_t()
    pthread_condattr_init(&attributes)
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
    pthread_cond_init(condition, &attributes)
    pthread_condattr_destroy(&attributes)
  }

  deinit {
    pthread_cond_destroy(condition)
    condition.deallocate()
    pthread_mutex_destroy(mutex)
    mutex.deallocate()
  }

  /// Takes `count` (at most the capacity) out, all at once.
  ///
  /// - Returns: what was taken, to be given to `release`; `nil` after `seconds`, or when closed.
  func acquire(_ count: Int, within seconds: Double) -> Int? {
    let wanted = min(count, capacity)
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    var deadline = Self.deadline(after: seconds)
    while available < wanted && !closed {
      if pthread_cond_timedwait(condition, mutex, &deadline) == ETIMEDOUT { return nil }
    }
    if closed { return nil }
    available -= wanted
    return wanted
  }

  func release(_ count: Int) {
    pthread_mutex_lock(mutex)
    available += count
    pthread_mutex_unlock(mutex)
    pthread_cond_broadcast(condition)
  }

  /// Sleeps for `seconds`, or until the gate closes.
  func pause(_ seconds: Double) {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    var deadline = Self.deadline(after: seconds)
    while !closed && pthread_cond_timedwait(condition, mutex, &deadline) != ETIMEDOUT {}
  }

  func close() {
    pthread_mutex_lock(mutex)
    closed = true
    pthread_mutex_unlock(mutex)
    pthread_cond_broadcast(condition)
  }

  private static func deadline(after seconds: Double) -> timespec {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    let bounded = min(max(seconds, 0), 1_000_000)
    let nanoseconds = time.tv_nsec + Int((bounded - bounded.rounded(.down)) * 1e9)
    time.tv_sec += Int(bounded) + nanoseconds / 1_000_000_000
    time.tv_nsec = nanoseconds % 1_000_000_000
    return time
  }
}
