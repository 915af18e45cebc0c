/// What was done for a clip, in numbers that do not depend on how fast the machine is.
public struct Work: Sendable, Equatable, Codable {
  /// Packets read: of the clip as often as it was read, and of what was made of it.
  public var packetsRead = 0
  /// Pictures decoded, of both.
  public var picturesDecoded = 0
  /// Frames of sound decoded, of both.
  public var soundsDecoded = 0
  /// Bytes read from the clip; more than it has where it was read more than once.
  public var bytesRead = 0
  /// Bytes written to the output.
  public var bytesWritten = 0
  public init() {}
}
