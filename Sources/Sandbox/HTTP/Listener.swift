import Glibc
import LivePrep

/// Opens the listening socket here rather than in libmicrohttpd, which does not say why it failed.
enum Listener {
  /// - Returns: the descriptor, and the port that it got.
  static func open(address: String, port: UInt16) throws(LivePrepError) -> (Int32, UInt16) {
    var socketAddress = sockaddr_in()
    socketAddress.sin_family = sa_family_t(AF_INET)
    socketAddress.sin_port = port.bigEndian
    guard inet_pton(AF_INET, address, &socketAddress.sin_addr) == 1 else {
      throw LivePrepError(
        .usage, "sandbox: \"\(address)\" is no IPv4 address; use 127.0.0.1 to stay on this machine")
    }
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw failure("open a socket", address, port) }
    var one: Int32 = 1
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &one, socklen_t(MemoryLayout<Int32>.size))
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafePointer(to: &socketAddress) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
    }
    guard bound == 0, listen(descriptor, 256) == 0 else {
      let error = failure("listen", address, port)
      close(descriptor)
      throw error
    }
    let named = withUnsafeMutablePointer(to: &socketAddress) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        getsockname(descriptor, $0, &length)
      }
    }
    guard named == 0 else {
      let error = failure("learn the port", address, port)
      close(descriptor)
      throw error
    }
    return (descriptor, UInt16(bigEndian: socketAddress.sin_port))
  }

  private static func failure(_ what: String, _ address: String, _ port: UInt16) -> LivePrepError {
    let why = String(cString: strerror(errno))
    return LivePrepError(
      .serviceUnavailable,
      "sandbox: cannot \(what) on \(address):\(port): \(why); choose another port, or 0 for a free one"
    )
  }
}
