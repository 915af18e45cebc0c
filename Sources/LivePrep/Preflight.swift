/// Checks, prepares and submits clips: the library's front door.
///
/// A `Preflight` holds its own worker threads, so that no blocking call runs on Swift's task pool;
/// make one and share it. Cancelling the calling task stops the work.
public struct Preflight: Sendable {
  /// Limits on what strangers may send, and on the work spent on it.
  public struct Limits: Sendable {
    /// Bytes of the clip.
    public var bytes: Int64 = 1 << 30
    /// Streams in the file.
    public var streams = 32
    /// Bytes of one packet.
    public var packetBytes = 32 << 20
    /// Pixels of the stored picture.
    public var pixels = 4096 * 4096
    /// Seconds of sound and picture decoded.
    public var decodedSeconds = 600.0
    /// Seconds of wall time for one call.
    public var deadline = 40.0
    public init() {}
  }

  public struct Options: Sendable {
    public var depth: Depth = .default
    /// Smaller than the profile's own limit: the result must be below it. Bytes.
    public var maximumBytes: Int?
    /// Enlarge a picture that is too small.
    public var upscale = false
    /// Cut a clip that is too long in every mode, not only for spoken digits.
    public var trim = false
    public init() {}
  }
}
