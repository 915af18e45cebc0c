import CMicrohttpd

/// libmicrohttpd's connection, borrowed for the length of a callback.
struct Connection {
  private let pointer: OpaquePointer

  init(_ pointer: OpaquePointer) { self.pointer = pointer }

  /// Names in lower case. `MHD_get_connection_values`.
  var headers: [(name: String, value: String)] {
    final class List { var headers: [(name: String, value: String)] = [] }
    let list = List()
    MHD_get_connection_values(
      pointer, .HEADER_KIND,
      { closure, _, name, value in
        guard let closure, let name else { return .YES }
        Unmanaged<List>.fromOpaque(closure).takeUnretainedValue().headers.append(
          (String(cString: name).lowercased(), value.map { String(cString: $0) } ?? ""))
        return .YES
      }, Unmanaged.passUnretained(list).toOpaque())
    return list.headers
  }

  /// Queues the reply. `MHD_queue_response`.
  ///
  /// - Parameter truncate: bytes of body after which the connection is closed.
  /// - Returns: false where libmicrohttpd would not take it.
  func send(_ reply: Reply, date: String, truncate: Int?) -> Bool {
    guard let response = Self.response(reply.body, truncate: truncate) else { return false }
    defer { MHD_destroy_response(response) }
    let common = [
      ("Server", Mark.server), (Mark.headerName, Mark.headerValue), ("Date", date),
      ("Content-Type", reply.contentType),
    ]
    for (name, value) in common + reply.headers.map({ ($0.name, $0.value) }) {
      guard MHD_add_response_header(response, name, value) == .YES else { return false }
    }
    return MHD_queue_response(pointer, UInt32(reply.status), response) == .YES
  }

  private static func response(_ body: [UInt8], truncate: Int?) -> OpaquePointer? {
    guard let truncate, truncate < body.count else {
      var body = body
      return body.withUnsafeMutableBytes {
        MHD_create_response_from_buffer($0.count, $0.baseAddress, .RESPMEM_MUST_COPY)
      }
    }
    // The whole length is announced, and the content ends early.
    let content = Unmanaged.passRetained(Content(Array(body.prefix(truncate))))
    return MHD_create_response_from_callback(
      UInt64(body.count), 4096,
      { closure, position, buffer, size in
        guard let closure, let buffer else { return liveprep_mhd_end_with_error }
        let rest = Unmanaged<Content>.fromOpaque(closure).takeUnretainedValue()
          .bytes.dropFirst(Int(position)).prefix(size)
        guard !rest.isEmpty else { return liveprep_mhd_end_with_error }
        rest.withUnsafeBytes { UnsafeMutableRawPointer(buffer).copyMemory(from: $0) }
        return rest.count
      }, content.toOpaque(),
      { closure in
        if let closure { Unmanaged<Content>.fromOpaque(closure).release() }
      })
  }

  private final class Content {
    let bytes: [UInt8]
    init(_ bytes: [UInt8]) { self.bytes = bytes }
  }
}

extension UnsafeMutableRawPointer {
  fileprivate func copyMemory(from bytes: UnsafeRawBufferPointer) {
    guard let base = bytes.baseAddress else { return }
    copyMemory(from: base, byteCount: bytes.count)
  }
}
