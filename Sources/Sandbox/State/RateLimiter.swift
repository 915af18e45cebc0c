import Glibc
import Synchronization

/// A token bucket that holds one second's worth of requests.
final class RateLimiter: Sendable {
  private struct State {
    var tokens: Double
    var last: Double
  }

  private let rate: Double
  private let state: Mutex<State>

  /// - Parameter rate: requests per second.
  init(rate: Double, now: Double = Monotonic.seconds()) {
    self.rate = rate
    state = Mutex(State(tokens: max(rate, 1), last: now))
  }

  /// - Parameter now: monotonic seconds.
  func admits(now: Double = Monotonic.seconds()) -> Bool {
    state.withLock { state in
      state.tokens = min(max(rate, 1), state.tokens + (now - state.last) * rate)
      state.last = now
      guard state.tokens >= 1 else { return false }
      state.tokens -= 1
      return true
    }
  }
}

enum Monotonic {
  static func seconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
