import Wire

/// One call with its retries: build, sign, send, read, wait, again.
struct Exchange: Sendable {
  /// How a call ended, after its last request.
  struct Ending {
    var verdict: ServiceVerdict?
    var answer: Answer?
    var transport: TransferError?
    var status: Int?
    var attempts: [Attempt] = []
    var clockSkew: Double?
    var retryAfter: Double?
    var host: String
  }

  let configuration: ServiceConfiguration
  private let clock: @Sendable () -> Double
  private let random: @Sendable () -> UInt32
  private let curl: Curl
  /// A thread a call: it spends its time waiting for the network, so that threads cost little, and a
  /// slow service must hold up only its own callers. The limit bounds descriptors and buffers.
  private let calls: Workers
  /// Bytes. libcurl and OpenSSL need far less than the default of 8 MB.
  private static let stackSize = 512 << 10

  init(
    configuration: ServiceConfiguration, clock: @escaping @Sendable () -> Double,
    random: @escaping @Sendable () -> UInt32
  ) {
    self.configuration = configuration
    self.clock = clock
    self.random = random
    curl = Curl(idleLimit: min(16, configuration.concurrency))
    calls = Workers(limit: configuration.concurrency, stackSize: Self.stackSize)
  }

  /// - Parameters:
  ///   - build: makes the request anew for every attempt, because a signature is good once; called
  ///     on a thread that may block.
  ///   - read: what the answer means.
  /// - Throws: what `build` throws, and `LivePrepError` on cancellation.
  func run(
    at entrance: ServiceConfiguration.Entrance,
    progress: (@Sendable (Progress) -> Void)? = nil,
    build: @escaping @Sendable (RequestBuilder) throws -> HTTPRequest,
    read: @escaping @Sendable (Answer) -> ServiceVerdict
  ) async throws -> Ending {
    let endpoint = try configuration.endpoint(of: entrance)
    var ending = Ending(host: endpoint.host)
    let monotonic = ContinuousClock()
    var deadline: ContinuousClock.Instant?
    var waited = 0.0
    for number in 1... {
      let cancellation = Cancellation()
      let (options, began) = (self.options(endpoint), deadline)
      let now = clock()
      let builder = RequestBuilder(configuration: configuration, now: Int(now), random: random())
      let sent: Sent
      do {
        sent = try await calls.run(onCancel: { cancellation.cancel() }) {
          let start = monotonic.now
          let deadline = began ?? start + .seconds(configuration.timeout)
          var options = options
          options.timeout = max(0.001, (deadline - start).seconds)
          let request = try build(builder)
          let outcome = Result { () throws(TransferError) in
            try curl.send(request, options: options, cancellation: cancellation) { sent, total in
              progress?(Progress(stage: .upload, fraction: Double(sent) / Double(total)))
            }
          }
          return Sent(
            outcome: outcome, deadline: deadline, seconds: (monotonic.now - start).seconds)
        }
      } catch {
        throw Self.local(error)
      }
      if case .failure(let error) = sent.outcome, let local = Self.local(transfer: error) {
        throw local
      }
      deadline = sent.deadline
      let decision = note(
        sent, number: number, started: now, waited: waited, read: read, in: &ending)
      guard case .retry(let delay) = decision else {
        if case .stopBusy(let wait) = decision { ending.retryAfter = wait }
        return ending
      }
      // A wait past the deadline would only delay the same result.
      guard monotonic.now + .seconds(delay) < sent.deadline else {
        ending.retryAfter = delay
        return ending
      }
      do {
        try await Task.sleep(for: .seconds(delay), clock: monotonic)
      } catch {
        throw Self.local(error)
      }
      waited = delay
    }
    return ending
  }

  private struct Sent: Sendable {
    var outcome: Result<HTTPReply, TransferError>
    var deadline: ContinuousClock.Instant
    var seconds: Double
  }

  private func options(_ endpoint: Endpoint) -> Curl.Options {
    var options = Curl.Options()
    options.connectTimeout = configuration.connectTimeout
    options.replyLimit = configuration.replyLimit
    options.caFile = configuration.caFile
    options.bypassesProxy = endpoint.isLoopback
    return options
  }

  /// Writes one request down and says what follows.
  private func note(
    _ sent: Sent, number: Int, started: Double, waited: Double, read: (Answer) -> ServiceVerdict,
    in ending: inout Ending
  ) -> RetryPolicy.Decision {
    var attempt = Attempt(
      number: number, started: started, seconds: sent.seconds, httpStatus: nil, outcome: "ok",
      waited: waited)
    var retryAfter: Double?
    let how: RetryPolicy.Ending
    switch sent.outcome {
    case .failure(let error):
      ending.transport = error
      (ending.verdict, ending.answer, ending.status) = (nil, nil, nil)
      attempt.outcome = error.name.rawValue
      how = .transport(name: error.name.rawValue, phase: error.phase.rawValue)
    case .success(let reply):
      let answer = Answer(reply)
      let verdict = read(answer)
      ending.transport = nil
      (ending.verdict, ending.answer, ending.status) = (verdict, answer, reply.status)
      attempt.httpStatus = reply.status
      let arrived = clock()
      if let date = reply.header("Date").flatMap(HTTPDate.parse) {
        // `Date` was written some time within the exchange.
        ending.clockSkew = arrived - sent.seconds / 2 - Double(date)
      }
      retryAfter = reply.header("Retry-After").flatMap {
        HTTPDate.retryAfter($0, now: arrived)
      }
      switch verdict.outcome {
      case .passed: how = .final
      case .rejected(let code):
        attempt.outcome = code.rawValue
        how = .final
      case .undecided(.service(let code)):
        attempt.outcome = code.rawValue
        how = .code(code)
      case .undecided:
        attempt.outcome = "unintelligible"
        how = .status(reply.status)
      }
    }
    ending.attempts.append(attempt)
    return configuration.retry.decide(
      how, status: attempt.httpStatus, attempt: number, retryAfter: retryAfter,
      jitter: Double(random()) / Double(UInt32.max))
  }

  /// Faults on this side, in our words.
  private static func local(_ error: any Error) -> LivePrepError {
    switch error {
    case let error as LivePrepError: error
    case is CancellationError: cancelled
    case let error as BodyError:
      LivePrepError(
        error.code == 2 ? .noSuchFile : .unreadable, "\(error).", "文件读取失败：\(error)。")
    case let error as CryptoError: LivePrepError(.internalError, "Cannot sign: \(error).")
    default: LivePrepError(.internalError, "The request could not be made.")
    }
  }

  private static let cancelled = LivePrepError(
    .cancelled, "The submission was cancelled.", "提交已取消。")

  private static func local(transfer error: TransferError) -> LivePrepError? {
    switch error.name {
    case .cancelled: cancelled
    case .body:
      LivePrepError(
        .unreadable, "The upload stopped: \(error.detail).", "上传中断：\(error.detail)。")
    case .url:
      LivePrepError(
        .usage, "The endpoint's address is not valid: \(error.detail).",
        "服务地址无效：\(error.detail)。")
    case .setup: LivePrepError(.internalError, "libcurl would not start: \(error.detail).")
    default: nil
    }
  }
}

extension Duration {
  var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) / 1e18
  }
}
