import CFFmpeg

/// Pictures of one size and kind whose buffers are used again: making them anew costs more than what
/// is drawn in them. Owns its `AVBufferPool`.
final class FramePool {
  private var pool: OpaquePointer?
  let width: Int32
  let height: Int32
  let format: AVPixelFormat
  private static let alignment: Int32 = 64

  /// `av_buffer_pool_init`.
  init(width: Int32, height: Int32, format: AVPixelFormat) throws {
    self.width = width
    self.height = height
    self.format = format
    let size = try check(
      av_image_get_buffer_size(format, width, height, Self.alignment),
      call: "av_image_get_buffer_size", subject: "a picture of \(width)×\(height)")
    // Vector code reads past the end of a line.
    pool = try made(
      av_buffer_pool_init(Int(size) + Int(AV_INPUT_BUFFER_PADDING_SIZE), nil),
      call: "av_buffer_pool_init")
  }

  /// Buffers that are still in use outlive the pool.
  deinit { av_buffer_pool_uninit(&pool) }

  /// `av_buffer_pool_get`.
  func frame() throws -> Frame {
    let frame = try Frame()
    let pointer = frame.pointer
    pointer.pointee.width = width
    pointer.pointee.height = height
    pointer.pointee.format = format.rawValue
    let buffer = try made(av_buffer_pool_get(pool), call: "av_buffer_pool_get")
    pointer.pointee.buf.0 = buffer
    _ = try withUnsafeMutablePointer(to: &pointer.pointee.data) { data in
      try withUnsafeMutablePointer(to: &pointer.pointee.linesize) { lines in
        try data.withMemoryRebound(to: UnsafeMutablePointer<UInt8>?.self, capacity: 8) { planes in
          try lines.withMemoryRebound(to: Int32.self, capacity: 8) { strides in
            try check(
              av_image_fill_arrays(
                planes, strides, buffer.pointee.data, format, width, height, Self.alignment),
              call: "av_image_fill_arrays", subject: "a picture of \(width)×\(height)")
          }
        }
      }
    }
    return frame
  }
}
