import Glibc
import Synchronization

/// Runs blocking calls on threads of its own, never on Swift's task pool.
///
/// A thread a call, up to a limit, and none when idle: a call spends its time waiting for the
/// network, so that threads cost little, and a slow service must hold up only its own callers. The
/// limit bounds descriptors and buffers: with 200 submissions in flight and the default of 64, the
/// others wait in line as closures.
final class BlockingCalls: Sendable {
  private struct Job {
    var id: Int
    var run: @Sendable () -> Void
    /// Ends the call without running it.
    var drop: @Sendable (any Error) -> Void
  }
  private struct State {
    var running = 0
    var nextID = 0
    var waiting: [Job] = []
  }
  private let state = Mutex(State())
  private let limit: Int

  /// libcurl and OpenSSL need far less; the default of 8 MB would be address space for nothing.
  private static let stackSize = 512 << 10

  init(limit: Int) { self.limit = max(1, limit) }

  /// Calls `body` on a thread that may block.
  /// - Parameter onCancel: called when the task is cancelled; ends a call that has begun. One that
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

  private final class Start {
    let calls: BlockingCalls
    let job: Job
    init(_ calls: BlockingCalls, _ job: Job) {
      self.calls = calls
      self.job = job
    }
  }

  private func startThread(_ job: Job) {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, Self.stackSize)
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    let start = Unmanaged.passRetained(Start(self, job))
    var thread = pthread_t()
    let code = pthread_create(
      &thread, &attributes,
      { context in
        guard let context else { return nil }
        // A peer that hangs up must end in an error, not in a signal.
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        let start = Unmanaged<Start>.fromOpaque(context).takeRetainedValue()
        start.calls.work(start.job)
        return nil
      }, start.toOpaque())
    guard code != 0 else { return }
    // No thread to be had: those that run will take the job; if none does, there is no hope.
    start.release()
    let others = state.withLock { state in
      state.running -= 1
      if state.running > 0 { state.waiting.append(job) }
      return state.running > 0
    }
    if !others {
      job.drop(LivePrepError(.tryAgain, "The system has no thread left for a request."))
    }
  }
}
