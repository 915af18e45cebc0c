import Glibc
import Synchronization

/// Threads for work that blocks: C calls must not hold up Swift's own task pool, which on a two-core
/// machine has two.
///
/// A thread a piece of work, up to a limit, and none when idle; what is over the limit waits in line
/// as a closure.
final class Workers: Sendable {
  private struct Job {
    var id: Int
    var run: @Sendable () -> Void
    /// Ends the job without running it.
    var drop: @Sendable (any Error) -> Void
  }
  private struct State {
    var running = 0
    var nextID = 0
    var waiting: [Job] = []
  }
  private let state = Mutex(State())
  private let limit: Int
  private let stackSize: Int

  /// Processors that this machine has.
  static var cores: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

  /// - Parameters:
  ///   - limit: pieces of work that run at once.
  ///   - stackSize: bytes of each thread.
  init(limit: Int, stackSize: Int) {
    self.limit = max(1, limit)
    self.stackSize = stackSize
  }

  /// How many pieces of work run or wait.
  var load: Int { state.withLock { $0.running + $0.waiting.count } }

  /// Calls `body` on a thread that may block.
  /// - Parameter onCancel: called when the task is cancelled; ends work that has begun. Work that
  ///   has not is taken out of the line.
  func run<T: Sendable>(
    onCancel: @escaping @Sendable () -> Void, _ body: @escaping @Sendable () throws -> T
  ) async throws -> T {
    let id = state.withLock { state in
      state.nextID += 1
      return state.nextID
    }
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        // Cancelled before it stood in line, nobody would take it out.
        if Task.isCancelled {
          continuation.resume(throwing: CancellationError())
          return
        }
        let job = Job(
          id: id, run: { continuation.resume(with: Result(catching: body)) },
          drop: { continuation.resume(throwing: $0) })
        enqueue(job)
        // Cancelled meanwhile, it may have been looked for before it stood there.
        if Task.isCancelled { dropWaiting(id) }
      }
    } onCancel: {
      onCancel()
      dropWaiting(id)
    }
  }

  private func dropWaiting(_ id: Int) {
    let job = state.withLock { state -> Job? in
      guard let index = state.waiting.firstIndex(where: { $0.id == id }) else { return nil }
      return state.waiting.remove(at: index)
    }
    job?.drop(CancellationError())
  }

  private func enqueue(_ job: Job) {
    let starts = state.withLock { state in
      guard state.running < limit else {
        state.waiting.append(job)
        return false
      }
      state.running += 1
      return true
    }
    if starts { startThread(job) }
  }

  private func startThread(_ job: Job) {
    do {
      try BackgroundThread(stackSize: stackSize) { self.work(job) }.detach()
    } catch {
      // Threads that run will take the job; if none does, there is no hope.
      let others = state.withLock { state in
        state.running -= 1
        if state.running > 0 { state.waiting.append(job) }
        return state.running > 0
      }
      if !others { job.drop(error) }
    }
  }

  private func work(_ first: Job) {
    var job = first
    while true {
      job.run()
      let next = state.withLock { state -> Job? in
        guard !state.waiting.isEmpty else {
          state.running -= 1
          return nil
        }
        return state.waiting.removeFirst()
      }
      guard let next else { return }
      job = next
    }
  }
}
