import Glibc
import Libav
import Synchronization

/// Threads for work that blocks: C calls must not hold up Swift's own task pool, which a two-core
/// machine has two of.
final class Workers: Sendable {
  private struct State {
    var waiting: [@Sendable () -> Void] = []
    var running = 0
  }

  /// Pieces of work that run at once.
  let width: Int
  private let state = Mutex(State())

  init(width: Int) { self.width = max(1, width) }

  /// Processors that this process may use.
  static var cores: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

  /// How many pieces of work run or wait.
  var load: Int { state.withLock { $0.running + $0.waiting.count } }

  /// Runs `body` on a thread of its own as soon as there is room. Cancelling the task, or the
  /// deadline, is told to `body` through its watch.
  func run<T: Sendable>(
    deadline: Double, _ body: @escaping @Sendable (Watch) throws -> T
  ) async throws -> T {
    let watch = Watch(seconds: deadline)
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        submit { continuation.resume(with: Result { try body(watch) }) }
      }
    } onCancel: {
      watch.cancel()
    }
  }

  private func submit(_ job: @escaping @Sendable () -> Void) {
    let starts = state.withLock { state in
      guard state.running < width else {
        state.waiting.append(job)
        return false
      }
      state.running += 1
      return true
    }
    if starts { BackgroundThread.start { self.work(job) } }
  }

  /// Works until nothing waits, then lets the thread end.
  private func work(_ first: @escaping @Sendable () -> Void) {
    var job: (@Sendable () -> Void)? = first
    while let current = job {
      current()
      job = state.withLock { state in
        guard !state.waiting.isEmpty else {
          state.running -= 1
          return nil
        }
        return state.waiting.removeFirst()
      }
    }
  }
}
