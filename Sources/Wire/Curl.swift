import CCurl
import Glibc
import Synchronization

/// HTTP by libcurl: blocking calls, to be made on threads that may block. Connections are kept for
/// the next call; certificates are always verified.
package final class Curl: Sendable {
  package struct Options: Sendable {
    /// Seconds for the whole transfer.
    package var timeout = 60.0
    /// Seconds until the connection stands.
    package var connectTimeout = 10.0
    /// Bytes of the reply's body.
    package var replyLimit = 32 << 20
    /// A PEM file of certificate authorities in place of the system's.
    package var caFile: String?
    /// Straight to the host, whatever the environment says: what is meant for loopback must not
    /// be handed to a proxy.
    package var bypassesProxy = false
    package var userAgent = "liveprep"
    package init() {}
  }

  /// Idle handles kept, each with its open connections.
  private let idleLimit: Int
  private let idle = Mutex<[Handle]>([])

  package init(idleLimit: Int = 16) {
    self.idleLimit = idleLimit
  }

  /// libcurl's own initialiser, once per process.
  private static let initialized: CURLcode = curl_global_init(Int(CURL_GLOBAL_DEFAULT))

  /// Sends one request and waits for its reply.
  /// - Parameter progress: bytes of the body sent, and of all of it; called on this thread.
  package func send(
    _ request: HTTPRequest, options: Options = Options(), cancellation: Cancellation? = nil,
    progress: (@Sendable (Int, Int) -> Void)? = nil
  ) throws(TransferError) -> HTTPReply {
    guard Self.initialized == CURLE_OK else {
      throw TransferError(
        phase: .beforeSending, name: .setup, detail: Self.words(Self.initialized))
    }
    if cancellation?.isCancelled == true { throw .cancelled }
    let handle: Handle
    if let kept = idle.withLock({ $0.popLast() }) { handle = kept } else { handle = try Handle() }
    let transfer = Transfer(
      body: request.body, replyLimit: options.replyLimit, cancellation: cancellation,
      progress: progress)
    let result: Result<HTTPReply, TransferError>
    do {
      result = .success(try handle.perform(request, options, transfer))
    } catch {
      result = .failure(error)
    }
    idle.withLock { if $0.count < idleLimit { $0.append(handle) } }
    return try result.get()
  }

  static func words(_ code: CURLcode) -> String { String(cString: curl_easy_strerror(code)) }
}

extension TransferError {
  static let cancelled = TransferError(
    phase: .beforeSending, name: .cancelled, detail: "the transfer was cancelled")
}

/// An easy handle in a multi handle of its own: the multi keeps the connections, and can be woken
/// from another thread, which `curl_easy_perform` cannot.
private final class Handle: @unchecked Sendable {  // one thread at a time: `Curl.idle` hands it out
  private let easy: UnsafeMutableRawPointer
  private let multi: UnsafeMutableRawPointer

  init() throws(TransferError) {
    guard let easy = curl_easy_init() else {
      throw TransferError(phase: .beforeSending, name: .setup, detail: "curl_easy_init failed")
    }
    guard let multi = curl_multi_init() else {
      curl_easy_cleanup(easy)
      throw TransferError(phase: .beforeSending, name: .setup, detail: "curl_multi_init failed")
    }
    self.easy = easy
    self.multi = multi
  }

  deinit {
    curl_easy_cleanup(easy)
    curl_multi_cleanup(multi)
  }

  func perform(
    _ request: HTTPRequest, _ options: Curl.Options, _ transfer: Transfer
  ) throws(TransferError) -> HTTPReply {
    curl_easy_reset(easy)
    (status, sentSomething, seconds) = (0, false, 0)
    var list: UnsafeMutablePointer<curl_slist>?
    defer { curl_slist_free_all(list) }
    // Without the first two, libcurl would wait for a `100 Continue` and name a type of its own.
    for line in ["Expect:", "Content-Type:"] + request.headers.map({ "\($0.name): \($0.value)" }) {
      if line == "Content-Type:", request.headers.contains(where: { $0.name == "Content-Type" }) {
        continue
      }
      list = curl_slist_append(list, line)
    }
    var message = [CChar](repeating: 0, count: Int(CURL_ERROR_SIZE))
    let code = message.withUnsafeMutableBufferPointer { message in
      withExtendedLifetime(transfer) {
        let set = configure(request, options, transfer, list, message.baseAddress)
        guard set == CURLE_OK else { return set }
        let code = run(transfer.cancellation)
        // Nothing on the handle may point into this frame once it is left.
        curl_easy_reset(easy)
        return code
      }
    }
    guard code == CURLE_OK else {
      throw error(
        code, transfer, options,
        detail: String(
          decoding: message.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self))
    }
    return HTTPReply(status: status, headers: transfer.headers, body: transfer.reply)
  }

  /// Kept by `run`, because `curl_easy_reset` forgets them.
  private var status = 0
  private var sentSomething = false
  private var seconds = 0.0

  private func run(_ cancellation: Cancellation?) -> CURLcode {
    guard curl_multi_add_handle(multi, easy) == CURLM_OK else { return CURLE_FAILED_INIT }
    defer {
      status = liveprep_curl_long(easy, CURLINFO_RESPONSE_CODE)
      sentSomething = liveprep_curl_offset(easy, CURLINFO_PRETRANSFER_TIME_T) > 0
      seconds = Double(liveprep_curl_offset(easy, CURLINFO_TOTAL_TIME_T)) / 1e6
      curl_multi_remove_handle(multi, easy)
    }
    let loop = {
      while true {
        var running: Int32 = 0
        let outcome = curl_multi_perform(self.multi, &running)
        guard outcome == CURLM_OK else { return CURLE_OUT_OF_MEMORY }
        if cancellation?.isCancelled == true { return CURLE_ABORTED_BY_CALLBACK }
        if running == 0 {
          let result = liveprep_curl_result(self.multi)
          return result < 0 ? CURLE_GOT_NOTHING : CURLcode(UInt32(result))
        }
        // A signal or a wake-up only makes the loop turn once more.
        curl_multi_poll(self.multi, nil, 0, 1000, nil)
      }
    }
    guard let cancellation else { return loop() }
    return cancellation.whileWaking({ curl_multi_wakeup(self.multi) }, loop)
  }

  private func configure(
    _ request: HTTPRequest, _ options: Curl.Options, _ transfer: Transfer,
    _ list: UnsafeMutablePointer<curl_slist>?, _ message: UnsafeMutablePointer<CChar>?
  ) -> CURLcode {
    let context = Unmanaged.passUnretained(transfer).toOpaque()
    var code = CURLE_OK
    func number(_ option: CURLoption, _ value: Int) {
      if code == CURLE_OK { code = liveprep_curl_set_long(easy, option, value) }
    }
    func text(_ option: CURLoption, _ value: String) {
      if code == CURLE_OK { code = liveprep_curl_set_string(easy, option, value) }
    }
    text(CURLOPT_URL, request.url)
    text(CURLOPT_PROTOCOLS_STR, "http,https")
    text(CURLOPT_USERAGENT, options.userAgent)
    number(CURLOPT_NOSIGNAL, 1)
    number(CURLOPT_FOLLOWLOCATION, 0)
    number(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    number(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
    number(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
    number(CURLOPT_TIMEOUT_MS, max(1, Int(options.timeout * 1000)))
    number(CURLOPT_CONNECTTIMEOUT_MS, max(1, Int(options.connectTimeout * 1000)))
    // What has been idle for longer, servers and gateways tend to have closed.
    number(CURLOPT_MAXAGE_CONN, 15)
    number(CURLOPT_BUFFERSIZE, 64 << 10)
    number(CURLOPT_UPLOAD_BUFFERSIZE, 256 << 10)
    if let caFile = options.caFile { text(CURLOPT_CAINFO, caFile) }
    if options.bypassesProxy { text(CURLOPT_PROXY, "") }

    if let body = request.body {
      let length = curl_off_t(body.length)
      if request.method == "PUT" {
        number(CURLOPT_UPLOAD, 1)
        if code == CURLE_OK {
          code = liveprep_curl_set_offset(easy, CURLOPT_INFILESIZE_LARGE, length)
        }
      } else {
        number(CURLOPT_POST, 1)
        if code == CURLE_OK {
          code = liveprep_curl_set_offset(easy, CURLOPT_POSTFIELDSIZE_LARGE, length)
        }
      }
      if code == CURLE_OK {
        code = liveprep_curl_set_read(easy, transferRead, transferSeek, context)
      }
    } else {
      number(CURLOPT_HTTPGET, 1)
    }
    text(CURLOPT_CUSTOMREQUEST, request.method)
    if code == CURLE_OK { code = liveprep_curl_set_list(easy, CURLOPT_HTTPHEADER, list) }
    if code == CURLE_OK {
      code = liveprep_curl_set_write(easy, transferWrite, transferHeader, context)
    }
    if code == CURLE_OK { code = liveprep_curl_set_prerequest(easy, transferBegin, context) }
    if code == CURLE_OK { code = liveprep_curl_set_progress(easy, transferProgress, context) }
    if code == CURLE_OK { code = liveprep_curl_set_pointer(easy, CURLOPT_ERRORBUFFER, message) }
    return code
  }

  private func error(
    _ code: CURLcode, _ transfer: Transfer, _ options: Curl.Options, detail: String
  ) -> TransferError {
    // Bytes that are no HTTP are an answer all the same.
    let strange = code == CURLE_UNSUPPORTED_PROTOCOL || code == CURLE_WEIRD_SERVER_REPLY
    let phase: TransferError.Phase =
      !sentSomething
      ? .beforeSending : transfer.replied || strange ? .duringReply : .beforeReply
    func make(_ name: TransferError.Name, _ words: String? = nil) -> TransferError {
      TransferError(phase: phase, name: name, detail: words ?? Curl.words(code))
    }
    if let body = transfer.bodyError {
      return make(.body, body.description)
    }
    if transfer.repeated {
      return TransferError(
        phase: .beforeReply, name: .emptyReply,
        detail: "the kept connection was closed before a reply")
    }
    if transfer.replyTooLarge {
      return make(.replyTooLarge, "the reply exceeds \(options.replyLimit) bytes")
    }
    switch code {
    case CURLE_ABORTED_BY_CALLBACK: return make(.cancelled, "the transfer was cancelled")
    case CURLE_OPERATION_TIMEDOUT:
      // libcurl has one code for both; what tells them apart is whose time had run out.
      return !sentSomething && seconds < options.timeout * 0.99
        ? make(.connectTimeout, "no connection within \(options.connectTimeout) s")
        : make(.timeout, "no whole reply within \(options.timeout) s")
    case CURLE_COULDNT_RESOLVE_HOST: return make(.resolve)
    case CURLE_COULDNT_RESOLVE_PROXY, CURLE_PROXY: return make(.proxy)
    case CURLE_COULDNT_CONNECT, CURLE_INTERFACE_FAILED: return make(.connect)
    case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE,
      CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER, CURLE_SSL_ISSUER_ERROR:
      return make(.tls, detail.isEmpty ? nil : detail)
    case CURLE_SEND_ERROR, CURLE_SEND_FAIL_REWIND: return make(.send)
    case CURLE_RECV_ERROR: return make(transfer.replied ? .cutReply : .receive)
    case CURLE_GOT_NOTHING: return make(.emptyReply)
    case CURLE_PARTIAL_FILE: return make(.cutReply)
    case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL:
      return make(sentSomething ? .protocolError : .url)
    case CURLE_FAILED_INIT, CURLE_OUT_OF_MEMORY, CURLE_UNKNOWN_OPTION,
      CURLE_BAD_FUNCTION_ARGUMENT:
      return make(.setup)
    default: return make(.protocolError)
    }
  }
}

extension BodyError: CustomStringConvertible {
  package var description: String {
    switch reason {
    case .open, .read: "cannot \(reason.rawValue) \(file): \(String(cString: strerror(code)))"
    case .changed: "\(file) became shorter while it was sent"
    case .notAFile: "\(file) is not a regular file"
    }
  }
}
