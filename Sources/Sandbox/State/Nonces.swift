import Synchronization

/// Single-use signatures that were seen, for as long as they could be replayed.
final class Nonces: Sendable {
  private static let limit = 20_000

  private struct State {
    var seen: Set<String> = []
    var order: [(nonce: String, expiry: Int)] = []
  }

  private let state = Mutex(State())

  /// - Returns: whether `nonce` is new; it no longer is afterwards.
  func spend(_ nonce: String, now: Int, until expiry: Int) -> Bool {
    state.withLock { state in
      while let oldest = state.order.first, oldest.expiry < now || state.order.count >= Self.limit {
        state.seen.remove(oldest.nonce)
        state.order.removeFirst()
      }
      guard state.seen.insert(nonce).inserted else { return false }
      state.order.append((nonce, expiry))
      return true
    }
  }
}
