/// One HTTP request.
package struct HTTPRequest: Sendable {
  package var method: String
  package var url: String
  package var headers: [(name: String, value: String)]
  package var body: Body?

  package init(
    method: String, url: String, headers: [(name: String, value: String)] = [], body: Body? = nil
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
  }
}

/// One HTTP reply, whatever its status.
package struct HTTPReply: Sendable {
  package var status: Int
  package var headers: [(name: String, value: String)]
  package var body: [UInt8]

  package init(
    status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = []
  ) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// The first header of that name; case does not matter.
  package func header(_ name: String) -> String? {
    headers.first { $0.name.lowercased() == name.lowercased() }?.value
  }
}

/// A request that got no whole reply.
package struct TransferError: Error, Equatable, CustomStringConvertible {
  package enum Phase: String, Sendable {
    /// No byte of the request left.
    case beforeSending = "before-sending"
    /// The service may have got the request; nothing of a reply came.
    case beforeReply = "before-reply"
    /// The reply began and did not end.
    case duringReply = "during-reply"
  }

  /// Short and stable, fit for metrics.
  package enum Name: String, Sendable {
    case resolve, proxy, connect, tls, timeout, cancelled, send, receive, protocolError = "protocol"
    case connectTimeout = "connect-timeout"
    case emptyReply = "empty-reply"
    case cutReply = "cut-reply"
    case replyTooLarge = "reply-too-large"
    case body, url, setup
  }

  package var phase: Phase
  package var name: Name
  /// In words, without URL, header or body.
  package var detail: String

  package var description: String { "\(name.rawValue) (\(phase.rawValue)): \(detail)" }
}
