import LivePrep

/// A local stand-in for the nine calls of the face-verification services.
///
/// It verifies signatures, parses forms, holds videos against the documented limits and answers in
/// the documented shapes. It verifies no faces, and every answer says so.
public final class SandboxServer: Sendable {
  private let daemon: Daemon

  /// Starts listening.
  ///
  /// - Throws: `LivePrepError` of kind `usage` for an address that is none, `serviceUnavailable`
  ///   where the port cannot be had.
  public convenience init(configuration: SandboxConfiguration = .init()) throws {
    try self.init(configuration: configuration, meter: LibavMeter())
  }

  init(configuration: SandboxConfiguration, meter: any VideoMeter) throws {
    daemon = try Daemon(Service(configuration, meter: meter))
  }

  /// The port that it listens on.
  public var port: UInt16 { daemon.port }

  /// What a client is given as its endpoint: `http://127.0.0.1:8091`.
  public var endpoint: String { "http://\(daemon.address):\(port)" }

  /// Closes all connections and returns when their threads have ended. May be called twice, but not
  /// from the log closure.
  public func stop() { daemon.stop() }
}
