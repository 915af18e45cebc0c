import Glibc

/// Hands values from one thread to another, a few at a time: whoever is ahead waits. Either side can
/// end it with an error that the other one then meets.
final class BoundedQueue<Element>: @unchecked Sendable {
  private let lock: UnsafeMutablePointer<pthread_mutex_t>
  private let changed: UnsafeMutablePointer<pthread_cond_t>
  private let capacity: Int
  private var elements: [Element] = []
  private var isClosed = false
  private var failure: (any Error)?

  init(capacity: Int) {
    self.capacity = capacity
    lock = .allocate(capacity: 1)
    changed = .allocate(capacity: 1)
    pthread_mutex_init(lock, nil)
    pthread_cond_init(changed, nil)
  }

  deinit {
    pthread_cond_destroy(changed)
    pthread_mutex_destroy(lock)
    changed.deallocate()
    lock.deallocate()
  }

  /// Waits for room. Throws what the other side failed with.
  func push(_ element: sending Element) throws {
    pthread_mutex_lock(lock)
    defer { pthread_mutex_unlock(lock) }
    while elements.count >= capacity, failure == nil { pthread_cond_wait(changed, lock) }
    if let failure { throw failure }
    elements.append(element)
    pthread_cond_broadcast(changed)
  }

  /// Waits for an element; `nil` once the queue is closed and empty.
  func pop() throws -> sending Element? {
    pthread_mutex_lock(lock)
    defer { pthread_mutex_unlock(lock) }
    while elements.isEmpty, !isClosed, failure == nil { pthread_cond_wait(changed, lock) }
    if let failure { throw failure }
    guard !elements.isEmpty else { return nil }
    pthread_cond_broadcast(changed)
    return elements.removeFirst()
  }

  /// No more elements come.
  func close() {
    pthread_mutex_lock(lock)
    isClosed = true
    pthread_cond_broadcast(changed)
    pthread_mutex_unlock(lock)
  }

  /// Ends it for both sides; the first error counts.
  func fail(_ error: any Error) {
    pthread_mutex_lock(lock)
    if failure == nil { failure = error }
    elements.removeAll()
    pthread_cond_broadcast(changed)
    pthread_mutex_unlock(lock)
  }
}
