import CFFmpeg

/// Pictures go back to the system when they are freed. Left to itself, glibc raises the size from
/// which it does that to that of a picture, and keeps more of them from clip to clip: a process that
/// prepares clips all day would grow to three times the size that it needs.
enum LargeBlocks {
  /// Bytes.
  private static let least: Int32 = 1 << 20

  /// `mallopt`, once in a process.
  static let areReturned: Void = shim_return_large_blocks(least)
}
