import CFFmpeg
import CYUV

/// Reduces 4:2:0 pictures of 8 or 10 bits to a half or a quarter of each side, as most phones' clips
/// want it: averaging over whole pixels takes a fraction of what it takes in general. libyuv's
/// `I420Scale` and `I420Scale_16`.
final class BoxScaler {
  private let pool: FramePool

  /// - Parameters:
  ///   - width, height: of what comes out, pixels, even.
  ///   - format: of what comes in and out, `yuv420p` or `yuv420p10le`.
  init(width: Int32, height: Int32, format: AVPixelFormat) throws {
    pool = try FramePool(width: width, height: height, format: format)
  }

  func fits(_ picture: AVFrame) -> Bool {
    picture.format == pool.format.rawValue
      && [2, 4].contains { share in
        picture.width == pool.width * share && picture.height == pool.height * share
      }
  }

  /// - Parameter picture: one that fits.
  /// - Returns: the picture in its own colours.
  func reduce(_ picture: Frame) throws -> Frame {
    let reduced = try pool.frame()
    let (source, target) = (picture.pointer.pointee, reduced.pointer.pointee)
    let result =
      pool.format == AV_PIX_FMT_YUV420P
      ? I420Scale(
        source.data.0, source.linesize.0, source.data.1, source.linesize.1, source.data.2,
        source.linesize.2, source.width, source.height, target.data.0, target.linesize.0,
        target.data.1, target.linesize.1, target.data.2, target.linesize.2, target.width,
        target.height, kFilterBox)
      : Self.reduceWide(source, target)
    guard result == 0 else {
      throw AVError(code: shim_invalid, call: "I420Scale", subject: "a picture")
    }
    reduced.pts = picture.pts
    return reduced
  }

  private static func reduceWide(_ source: AVFrame, _ target: AVFrame) -> Int32 {
    func samples(_ plane: UnsafeMutablePointer<UInt8>?) -> UnsafeMutablePointer<UInt16>? {
      UnsafeMutableRawPointer(plane)?.assumingMemoryBound(to: UInt16.self)
    }
    return I420Scale_16(
      samples(source.data.0), source.linesize.0 / 2, samples(source.data.1),
      source.linesize.1 / 2, samples(source.data.2), source.linesize.2 / 2, source.width,
      source.height, samples(target.data.0), target.linesize.0 / 2, samples(target.data.1),
      target.linesize.1 / 2, samples(target.data.2), target.linesize.2 / 2, target.width,
      target.height, kFilterBox)
  }
}
