import Synchronization

/// The digits and action sequences that were handed out and have not expired.
final class Challenges: Sendable {
  /// More would let nearly any four digits pass.
  private static let limit = 1000

  private struct State {
    var expiry: [String: Int] = [:]
    /// Oldest first; a challenge handed out again stands in it twice.
    var order: [(challenge: String, expiry: Int)] = []
  }

  private let state = Mutex(State())
  private let lifetime: Int

  init(lifetime: Int) { self.lifetime = lifetime }

  func digits(now: Int) -> String {
    let number = String(Int.random(in: 0...9999))
    return remember(String(repeating: "0", count: 4 - number.count) + number, now: now)
  }

  func actions(now: Int) -> String {
    remember(Bool.random() ? "1,2" : "2,1", now: now)
  }

  func contains(_ challenge: String, now: Int) -> Bool {
    state.withLock { ($0.expiry[challenge] ?? .min) > now }
  }

  private func remember(_ challenge: String, now: Int) -> String {
    state.withLock { state in
      let expiry = now + lifetime
      state.expiry[challenge] = expiry
      state.order.append((challenge, expiry))
      while let oldest = state.order.first, oldest.expiry <= now || state.order.count > Self.limit {
        state.order.removeFirst()
        if state.expiry[oldest.challenge] == oldest.expiry {
          state.expiry[oldest.challenge] = nil
        }
      }
    }
    return challenge
  }
}
