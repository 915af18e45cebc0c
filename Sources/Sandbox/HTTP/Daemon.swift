import CMicrohttpd
import LivePrep
import Synchronization

/// Owns libmicrohttpd's daemon: a thread per connection, a bounded number of them.
final class Daemon: Sendable {
  /// Connections that may be idle or wait for their turn; libmicrohttpd closes what comes beyond.
  private static let waitingRoom = 768

  private let pointer: Mutex<SendablePointer?>
  private let service: Service
  let port: UInt16
  var address: String { service.configuration.address }

  /// `MHD_start_daemon`.
  init(_ service: Service) throws(LivePrepError) {
    let configuration = service.configuration
    let (listener, port) = try Listener.open(
      address: configuration.address, port: configuration.port)
    let closure = Unmanaged.passRetained(service)
    let daemon = liveprep_mhd_start(
      listener, UInt32(clamping: max(1, configuration.requestLimit) + Self.waitingRoom), 60,
      128 << 10,
      { closure, uri, _ in
        guard let closure, let uri else { return nil }
        let service = Unmanaged<Service>.fromOpaque(closure).takeUnretainedValue()
        let exchange = Exchange(service: service, uri: String(cString: uri))
        return Unmanaged.passRetained(exchange).toOpaque()
      },
      { _, connection, _, method, _, data, size, state in
        guard let connection, let method, let size, let pointer = state?.pointee else {
          return .NO
        }
        let exchange = Unmanaged<Exchange>.fromOpaque(pointer).takeUnretainedValue()
        let chunk = UnsafeRawBufferPointer(start: data, count: data == nil ? 0 : size.pointee)
        size.pointee = 0
        let goesOn = exchange.proceed(
          Connection(connection), method: String(cString: method), chunk: chunk)
        return goesOn ? .YES : .NO
      },
      { _, _, state, end in
        guard let pointer = state?.pointee else { return }
        state?.pointee = nil
        let exchange = Unmanaged<Exchange>.fromOpaque(pointer).takeRetainedValue()
        exchange.finish(isWhole: end == .REQUEST_TERMINATED_COMPLETED_OK)
      }, closure.toOpaque())
    guard let daemon else {
      closure.release()
      throw LivePrepError(.serviceUnavailable, "sandbox: libmicrohttpd did not start")
    }
    pointer = Mutex(SendablePointer(daemon))
    self.service = service
    self.port = port
  }

  deinit { stop() }

  /// Closes every connection and joins its thread. `MHD_stop_daemon`.
  func stop() {
    guard let daemon = pointer.withLock({ $0.take() }) else { return }
    service.gates.close()
    MHD_stop_daemon(daemon.pointer)
    Unmanaged.passUnretained(service).release()
  }

  /// libmicrohttpd's calls on a daemon are safe from any thread.
  private struct SendablePointer: @unchecked Sendable {
    var pointer: OpaquePointer
    init(_ pointer: OpaquePointer) { self.pointer = pointer }
  }
}
