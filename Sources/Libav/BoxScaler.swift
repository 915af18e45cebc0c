import CFFmpeg
import CYUV

/// Reduces 8-bit 4:2:0 pictures to a half or a quarter of each side, as most phones' clips want it:
/// averaging over whole pixels takes a fraction of what it takes in general. libyuv's `I420Scale`.
final class BoxScaler {
  private let pool: FramePool

  /// - Parameters:
  ///   - width, height: of what comes out, pixels, even.
  init(width: Int32, height: Int32) throws {
    pool = try FramePool(width: width, height: height, format: AV_PIX_FMT_YUV420P)
  }

  func fits(_ picture: AVFrame) -> Bool {
    picture.format == AV_PIX_FMT_YUV420P.rawValue
      && [2, 4].contains { share in
        picture.width == pool.width * share && picture.height == pool.height * share
      }
  }

  /// - Parameter picture: one that fits.
  /// - Returns: the picture in its own colours.
  func reduce(_ picture: Frame) throws -> Frame {
    let source = picture.pointer.pointee
    let reduced = try pool.frame()
    let target = reduced.pointer.pointee
    let result = I420Scale(
      source.data.0, source.linesize.0, source.data.1, source.linesize.1, source.data.2,
      source.linesize.2, source.width, source.height, target.data.0, target.linesize.0,
      target.data.1, target.linesize.1, target.data.2, target.linesize.2, target.width,
      target.height, kFilterBox)
    guard result == 0 else {
      throw AVError(code: shim_invalid, call: "I420Scale", subject: "a picture")
    }
    reduced.pts = picture.pts
    return reduced
  }
}
