import LivePrep

/// One request on its way in and its reply on its way out. Lives on its connection's thread alone.
final class Exchange {
  /// A body above its call's limit is read and dropped up to here, so that the client gets to read
  /// why; beyond, it is answered at once.
  private static let drainLimit = 64 << 20
  /// Seconds to wait for memory.
  private static let patience = 60.0

  private let service: Service
  private let uri: String
  private let start = Monotonic.seconds()
  private var request: Request?
  private var endpoint: Endpoint?
  private var fault = Fault()
  /// Decided before the body was read, and sent after it.
  private var refusal: Reply?
  private var received = 0
  private var reserved = 0
  private var hasTurn = false
  private var reply: Reply?

  init(service: Service, uri: String) {
    self.service = service
    self.uri = uri
  }

  deinit { leave() }

  /// Called with the headers, then with every piece of body, then at its end with no bytes.
  ///
  /// - Returns: false to close the connection.
  func proceed(_ connection: Connection, method: String, chunk: UnsafeRawBufferPointer) -> Bool {
    if reply != nil { return true }
    guard request != nil || refusal != nil else { return begin(connection, method: method) }
    guard chunk.isEmpty else { return take(chunk) }
    if let latency = fault.latency { service.gates.requests.pause(latency) }
    if fault.cut != nil { return false }
    let answer = refusal ?? service.answer(request, endpoint, fault)
    request?.body = []
    release()
    return send(answer, connection)
  }

  private func begin(_ connection: Connection, method: String) -> Bool {
    guard service.gates.requests.acquire(1, within: Self.patience) != nil else { return false }
    hasTurn = true
    let headers = connection.headers
    guard let target = RequestTarget(uri) else {
      refusal = Replies.problem(.badRequest, family: .cos, status: 400, service.requestID())
      return true
    }
    let request = Request(method: method, target: target, headers: headers)
    self.request = request
    do throws(Refusal) {
      endpoint = try Router.endpoint(of: request)
    } catch {
      refusal = error.reply(service.requestID())
    }
    guard let endpoint else { return true }
    fault = service.faults.next(for: endpoint)
    if fault.cut == .body(0) { return false }
    let length = request.header("content-length").flatMap { Int($0) } ?? 0
    if request.header("transfer-encoding") != nil {
      refusal = Replies.problem(
        .lengthMissing, family: endpoint.family, status: 411, service.requestID())
    } else if length > endpoint.bodyLimit {
      let isWaiting = request.header("expect") != nil
      let isHuge = length > Self.drainLimit || isWaiting
      let answer = Replies.problem(
        .tooLarge, family: endpoint.family, status: isHuge ? 413 : nil, service.requestID())
      if isHuge { return send(answer, connection) }
      refusal = answer
    } else if length > 0 {
      guard
        let taken = service.gates.bodies.acquire(
          length * endpoint.copies, within: Self.patience)
      else { return false }
      reserved = taken
      self.request?.body.reserveCapacity(length)
    }
    return true
  }

  private func take(_ chunk: UnsafeRawBufferPointer) -> Bool {
    received += chunk.count
    if case .body(let limit) = fault.cut, received >= limit { return false }
    guard received <= Self.drainLimit else { return false }
    // A body that none of the limits has let in is dropped.
    if refusal == nil { request?.body.append(contentsOf: chunk) }
    return true
  }

  private func send(_ answer: Reply, _ connection: Connection) -> Bool {
    var answer = answer
    if let seconds = fault.retryAfter {
      answer.headers.append(("Retry-After", String(seconds)))
    }
    reply = answer
    return connection.send(answer, date: service.date(), truncate: fault.truncate)
  }

  /// Gives the body's memory back.
  private func release() {
    if reserved > 0 { service.gates.bodies.release(reserved) }
    reserved = 0
  }

  /// Lets the next one take its turn.
  private func leave() {
    release()
    if hasTurn { service.gates.requests.release(1) }
    hasTurn = false
  }

  /// - Parameter isWhole: whether the reply went out to its end.
  func finish(isWhole: Bool) {
    leave()
    service.configuration.log?(
      SandboxLogEntry(
        endpoint: endpoint, status: isWhole ? reply?.status : nil, code: reply?.code,
        bytesIn: received, bytesOut: isWhole ? reply?.body.count ?? 0 : 0,
        seconds: Monotonic.seconds() - start))
  }
}
