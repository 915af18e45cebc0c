import FoundationEssentials
import Glibc

/// What all connections share: the configuration, the memory of what happened, the calls.
final class Service: Sendable {
  struct Gates: Sendable {
    let requests: Gate
    /// Bytes of request bodies.
    let bodies: Gate
    /// Videos that are decoded at a time.
    let decoders: Gate

    func close() {
      requests.close()
      bodies.close()
      decoders.close()
    }
  }

  let configuration: SandboxConfiguration
  let gates: Gates
  let faults: FaultSchedule
  let challenges: Challenges
  let objects = ObjectStore()
  let nonces = Nonces()
  private let rate: RateLimiter?
  private let judge: Judge

  init(_ configuration: SandboxConfiguration, meter: any VideoMeter) {
    self.configuration = configuration
    gates = Gates(
      requests: Gate(capacity: max(1, configuration.requestLimit)),
      bodies: Gate(capacity: max(1, configuration.bodyMemory)),
      decoders: Gate(capacity: max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))))
    faults = FaultSchedule(configuration.faults)
    challenges = Challenges(lifetime: configuration.challengeLifetime)
    rate = configuration.rate.map { RateLimiter(rate: $0) }
    judge = Judge(
      limits: configuration.limits, strictOrientation: configuration.strictOrientation,
      meter: meter)
  }

  /// Unix seconds of the sandbox's clock.
  var now: Int { configuration.clock() + configuration.skew }

  func requestID() -> String { UUID().uuidString.lowercased() }

  /// For the `Date` header: RFC 9110, of the sandbox's clock.
  func date() -> String {
    var seconds = time_t(now)
    var parts = tm()
    gmtime_r(&seconds, &parts)
    func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let day = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"][Int(parts.tm_wday)]
    let month = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ][Int(parts.tm_mon)]
    return "\(day), \(two(parts.tm_mday)) \(month) \(parts.tm_year + 1900) "
      + "\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec)) GMT"
  }

  func answer(_ request: Request?, _ endpoint: Endpoint?, _ fault: Fault) -> Reply {
    let requestID = requestID()
    guard let request, let endpoint else {
      return Replies.problem(.badRequest, family: .cos, requestID)
    }
    let family = endpoint.family
    if let code = fault.code, let problem = Problem(code: code, for: family) {
      return refusal(problem, endpoint, status: fault.status, requestID)
    }
    if let status = fault.status { return Replies.proxy(status: status) }
    if let rate, !rate.admits() {
      var reply = Replies.problem(.rateLimited, family: family, requestID)
      reply.headers.append(("Retry-After", "1"))
      return reply
    }
    do throws(Problem) {
      return switch family {
      case .image: try ImageCalls(service: self).answer(request, endpoint)
      case .cos: try COSCalls(service: self).answer(request, endpoint, requestID)
      case .cloud: try CloudCalls(service: self).answer(request, endpoint, requestID)
      }
    } catch {
      return refusal(error, endpoint, status: nil, requestID)
    }
  }

  private func refusal(
    _ problem: Problem, _ endpoint: Endpoint, status: Int?, _ requestID: String
  ) -> Reply {
    var reply: Reply
    switch endpoint.family {
    case .image: reply = ImageCalls(service: self).refusal(problem, endpoint, requestID)
    case .cos: reply = Replies.problem(problem, family: .cos, requestID)
    case .cloud: reply = CloudCalls.refusal(problem, endpoint, requestID)
    }
    if let status { reply.status = status }
    return reply
  }

  /// Holds the video against the limits; as many at a time as there are cores.
  func examine(_ video: ArraySlice<UInt8>, mode: Judge.Mode) throws(Problem) {
    guard let taken = gates.decoders.acquire(1, within: 60) else { throw .internalError }
    defer { gates.decoders.release(taken) }
    if let problem = judge.problem(with: video, mode: mode) { throw problem }
  }

  /// Whether digits or actions are what was handed out.
  func examine(challenge: String?, mode: Judge.Mode) throws(Problem) {
    guard mode != .silent else { return }
    guard let challenge, !challenge.isEmpty else { throw .missingParameter }
    let isWellFormed =
      mode == .lip
      ? (1...8).contains(challenge.utf8.count)
        && challenge.utf8.allSatisfy { (48...57).contains($0) }
      : challenge == "1,2" || challenge == "2,1"
    guard isWellFormed else { throw .badParameter }
    if configuration.acceptsAnyChallenge { return }
    guard challenges.contains(challenge, now: now) else {
      throw mode == .lip ? .wrongDigits : .wrongActions
    }
  }

  func examine(identityNumber: String?, name: String?) throws(Problem) {
    guard let identityNumber, let name, !identityNumber.isEmpty, !name.isEmpty else {
      throw .noIdentity
    }
    guard PersonName.isValid(name) else { throw .badName }
    if configuration.checksIdentityNumbers && !IdentityNumber.isValid(identityNumber) {
      throw .badIdentityNumber
    }
  }
}
