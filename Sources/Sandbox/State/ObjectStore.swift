import Synchronization

/// Uploaded objects, in memory; the oldest make room for new ones.
final class ObjectStore: Sendable {
  private struct State {
    var objects: [String: [UInt8]] = [:]
    var order: [String] = []
    var bytes = 0
  }

  private let state = Mutex(State())
  private let countLimit: Int
  private let byteLimit: Int

  init(countLimit: Int = 64, byteLimit: Int = 96_000_000) {
    self.countLimit = countLimit
    self.byteLimit = byteLimit
  }

  func put(_ key: String, _ object: [UInt8]) {
    state.withLock { state in
      if let former = state.objects.removeValue(forKey: key) {
        state.bytes -= former.count
        state.order.removeAll { $0 == key }
      }
      state.objects[key] = object
      state.order.append(key)
      state.bytes += object.count
      while state.order.count > countLimit || state.bytes > byteLimit {
        state.bytes -= state.objects.removeValue(forKey: state.order.removeFirst())?.count ?? 0
      }
    }
  }

  func get(_ key: String) -> [UInt8]? {
    state.withLock { $0.objects[key] }
  }
}
