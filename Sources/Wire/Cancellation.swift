import Synchronization

/// Stops a transfer from another thread.
package final class Cancellation: Sendable {
  private struct State {
    var cancelled = false
    var wake: (@Sendable () -> Void)?
  }
  private let state = Mutex(State())

  package init() {}

  package var isCancelled: Bool { state.withLock { $0.cancelled } }

  package func cancel() {
    // Woken under the lock, so that what `wake` touches cannot be taken away meanwhile.
    state.withLock {
      $0.cancelled = true
      $0.wake?()
    }
  }

  func whileWaking<T>(_ wake: @escaping @Sendable () -> Void, _ work: () throws -> T) rethrows -> T
  {
    state.withLock { $0.wake = wake }
    defer { state.withLock { $0.wake = nil } }
    return try work()
  }
}
