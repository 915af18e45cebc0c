import Synchronization

/// Hands the configured faults out to requests, each as often as it was told.
final class FaultSchedule: Sendable {
  private let pending: Mutex<[Fault]>

  init(_ faults: [Fault]) { pending = Mutex(faults) }

  /// What befalls the next request to `endpoint`: latencies add up; of the faults that answer or
  /// break off, the first one that is due is spent.
  func next(for endpoint: Endpoint) -> Fault {
    pending.withLock { faults in
      var befalls = Fault()
      var broken = false
      for index in faults.indices {
        let fault = faults[index]
        guard fault.path.map(endpoint.matches) ?? true, fault.times != 0 else { continue }
        if let code = fault.code, Problem(code: code, for: endpoint.family) == nil { continue }
        guard !(fault.breaks && broken) else { continue }
        if fault.skip > 0 {
          faults[index].skip -= 1
          continue
        }
        if let times = fault.times { faults[index].times = times - 1 }
        if let latency = fault.latency { befalls.latency = (befalls.latency ?? 0) + latency }
        guard fault.breaks else { continue }
        broken = true
        befalls.code = fault.code
        befalls.status = fault.status
        befalls.cut = fault.cut
        befalls.truncate = fault.truncate
        befalls.retryAfter = fault.retryAfter
      }
      return befalls
    }
  }
}

extension Fault {
  /// Whether it does more than slow down.
  var breaks: Bool { code != nil || status != nil || cut != nil || truncate != nil }
}
