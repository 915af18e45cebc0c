/// A value that is made on a thread of its own meanwhile. The thread has ended when this object has.
final class Later<Value> {
  /// Written by the thread before it ends, read by whoever joined it.
  private final class Box: @unchecked Sendable {
    var result: Result<Value, any Error>?
  }

  private let box = Box()
  private let thread: BackgroundThread
  private var isJoined = false

  /// Bytes; codecs want more than a thread has by itself.
  private static var stackSize: Int { 4 << 20 }

  init(_ body: @escaping @Sendable () throws -> Value) throws {
    thread = try BackgroundThread(stackSize: Self.stackSize) { [box] in
      box.result = Result(catching: body)
    }
  }

  deinit { if !isJoined { thread.join() } }

  /// Waits for it.
  func value() throws -> Value {
    if !isJoined {
      thread.join()
      isJoined = true
    }
    guard let result = box.result else {
      throw LivePrepError(.internalError, "A thread ended without a result; please report this")
    }
    return try result.get()
  }
}
