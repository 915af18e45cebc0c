import Glibc

/// A POSIX thread with a stack large enough for codecs.
final class BackgroundThread {
  private var handle = pthread_t()

  /// A thread that nobody waits for.
  static func start(_ body: @escaping @Sendable () -> Void) {
    pthread_detach(BackgroundThread(body).handle)
  }

  private final class Box: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  init(_ body: @escaping @Sendable () -> Void) {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, 4 << 20)
    let box = Unmanaged.passRetained(Box(body))
    let result = pthread_create(
      &handle, &attributes,
      { argument in
        if let argument { Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().body() }
        return nil
      }, box.toOpaque())
    // Without a thread the work is still done, here and now.
    if result != 0 {
      box.release()
      body()
      handle = 0
    }
  }

  /// Waits for its end.
  func join() {
    if handle != 0 { pthread_join(handle, nil) }
  }
}
