import Glibc

/// A POSIX thread for work that blocks.
final class BackgroundThread {
  private var handle = pthread_t()

  private final class Box: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  /// - Parameter stackSize: bytes; codecs want more than the network does.
  /// - Throws: `LivePrepError` of the kind `tryAgain` where the system has no thread left.
  init(stackSize: Int, _ body: @escaping @Sendable () -> Void) throws {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, stackSize)
    let box = Unmanaged.passRetained(Box(body))
    let result = pthread_create(
      &handle, &attributes,
      { argument in
        guard let argument else { return nil }
        // A peer that hangs up must end in an error, not in a signal.
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().body()
        return nil
      }, box.toOpaque())
    guard result == 0 else {
      box.release()
      throw LivePrepError(
        .tryAgain, "The system has no thread left; try again later", "系统线程已用尽，请稍后重试")
    }
  }

  /// Waits for its end.
  func join() { pthread_join(handle, nil) }

  /// Nobody will wait for it.
  func detach() { pthread_detach(handle) }
}
