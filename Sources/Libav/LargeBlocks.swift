import CFFmpeg

/// Large blocks of memory: how large they may be, and that they are given back.
enum LargeBlocks {
  /// Bytes from which on a block goes back to the system when it is freed. Left to itself, glibc
  /// raises that to the size of a picture, and keeps more of them from clip to clip: a process that
  /// prepares clips all day would grow to three times the size that it needs.
  private static let returned: Int32 = 1 << 20

  /// Bytes of the largest block that FFmpeg may allocate. A file of 200 kB may claim 80 million
  /// frames in each of its tracks, and FFmpeg would make tables of 2 GB for them. The largest that a
  /// clip needs is of 50 MB: a picture of 4096 × 4096 and 10 bits as AV1's decoder keeps it.
  private static let most = 64 << 20

  /// `mallopt` and `av_max_alloc`, once in a process.
  static let areLimited: Void = {
    shim_return_large_blocks(returned)
    av_max_alloc(most)
  }()
}
