import CCurl

/// What one transfer's callbacks share. libcurl calls them on the thread that runs the transfer.
final class Transfer {
  let cancellation: Cancellation?
  let progress: (@Sendable (Int, Int) -> Void)?
  let replyLimit: Int
  let length: Int
  private var reader: BodyReader?
  private var reported = -1

  private(set) var headers: [(name: String, value: String)] = []
  private(set) var reply: [UInt8] = []
  private(set) var replied = false
  private(set) var replyTooLarge = false
  private(set) var bodyError: BodyError?
  private(set) var repeated = false
  private var begun = false

  init(
    body: Body?, replyLimit: Int, cancellation: Cancellation?,
    progress: (@Sendable (Int, Int) -> Void)?
  ) {
    reader = body.map(BodyReader.init)
    length = body?.length ?? 0
    self.replyLimit = replyLimit
    self.cancellation = cancellation
    self.progress = progress
  }

  fileprivate func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    do {
      return try reader?.read(into: buffer) ?? 0
    } catch {
      bodyError = error
      return Int(CURL_READFUNC_ABORT)
    }
  }

  fileprivate func seek(to offset: Int) { reader?.seek(to: offset) }

  fileprivate func take(_ bytes: UnsafeRawBufferPointer) -> Int {
    guard reply.count + bytes.count <= replyLimit else {
      replyTooLarge = true
      return 0
    }
    reply.append(contentsOf: bytes)
    return bytes.count
  }

  /// A status line starts anew: what came before belonged to a `100 Continue`.
  fileprivate func takeHeader(_ bytes: UnsafeRawBufferPointer) -> Int {
    guard bytes.count <= 64 << 10, headers.count < 256 else {
      replyTooLarge = true
      return 0
    }
    replied = true
    let line = String(decoding: bytes, as: UTF8.self)
    if line.hasPrefix("HTTP/") {
      headers = []
    } else if let colon = line.firstIndex(of: ":") {
      headers.append(
        (
          String(line[..<colon]),
          String(line[line.index(after: colon)...].trimmed())
        ))
    }
    return bytes.count
  }

  fileprivate func report(sent: Int) -> Int32 {
    if let progress, sent != reported, length > 0 {
      reported = sent
      progress(min(sent, length), length)
    }
    return cancellation?.isCancelled == true ? 1 : 0
  }

  /// libcurl sends a request again by itself where a kept connection turns out to be closed. That
  /// may be a second, billed, call: it is for the caller to decide and to count.
  fileprivate func begin() -> Int32 {
    if begun {
      repeated = true
      return CURL_PREREQFUNC_ABORT
    }
    begun = true
    return CURL_PREREQFUNC_OK
  }

  // MARK: The callbacks: global functions, so that they belong to no actor.

  static func of(_ context: UnsafeMutableRawPointer?) -> Transfer? {
    context.map { Unmanaged<Transfer>.fromOpaque($0).takeUnretainedValue() }
  }
}

extension StringProtocol {
  /// Without white space at either end.
  func trimmed() -> SubSequence {
    let tail = drop(while: \.isWhitespace)
    return tail.dropLast(tail.reversed().prefix(while: \.isWhitespace).count)
  }
}

let transferRead: curl_read_callback = { buffer, size, count, context in
  Transfer.of(context)?.read(into: .init(start: buffer, count: size * count))
    ?? Int(CURL_READFUNC_ABORT)
}

let transferSeek: curl_seek_callback = { context, offset, origin in
  guard origin == SEEK_SET, let transfer = Transfer.of(context) else { return CURL_SEEKFUNC_FAIL }
  transfer.seek(to: Int(offset))
  return CURL_SEEKFUNC_OK
}

let transferWrite: curl_write_callback = { buffer, size, count, context in
  Transfer.of(context)?.take(.init(start: buffer, count: size * count)) ?? 0
}

let transferHeader: curl_write_callback = { buffer, size, count, context in
  Transfer.of(context)?.takeHeader(.init(start: buffer, count: size * count)) ?? 0
}

let transferProgress: curl_xferinfo_callback = { context, _, _, _, sent in
  Transfer.of(context)?.report(sent: Int(sent)) ?? 1
}

let transferBegin: curl_prereq_callback = { context, _, _, _, _ in
  Transfer.of(context)?.begin() ?? CURL_PREREQFUNC_ABORT
}
