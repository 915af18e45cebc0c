import CFFmpeg
import CYUV

/// Flips and turns 8-bit 4:2:0 pictures of one size. libyuv's `I420Mirror` and `I420Rotate`.
package final class Rotator {
  private let orientation: Orientation
  private let lying: FramePool
  private let upright: FramePool

  /// - Parameters:
  ///   - width, height: of the pictures that come in, pixels.
  package init(_ orientation: Orientation, width: Int, height: Int) throws {
    self.orientation = orientation
    let (width, height) = (Int32(width), Int32(height))
    lying = try FramePool(width: width, height: height, format: AV_PIX_FMT_YUV420P)
    upright =
      orientation.swapsSides
      ? try FramePool(width: height, height: width, format: AV_PIX_FMT_YUV420P) : lying
  }

  /// The picture as it is to be shown; the same one where there is nothing to do.
  package func upright(_ picture: Frame) throws -> Frame {
    var picture = picture
    if orientation.mirrored {
      picture = try apply(to: picture, from: lying) { source, target in
        I420Mirror(
          source.data.0, source.linesize.0, source.data.1, source.linesize.1, source.data.2,
          source.linesize.2, target.data.0, target.linesize.0, target.data.1, target.linesize.1,
          target.data.2, target.linesize.2, source.width, source.height)
      }
    }
    guard orientation.rotation != 0 else { return picture }
    let mode =
      switch orientation.rotation {
      case 90: kRotate90
      case 180: kRotate180
      default: kRotate270
      }
    return try apply(to: picture, from: upright) { source, target in
      I420Rotate(
        source.data.0, source.linesize.0, source.data.1, source.linesize.1, source.data.2,
        source.linesize.2, target.data.0, target.linesize.0, target.data.1, target.linesize.1,
        target.data.2, target.linesize.2, source.width, source.height, mode)
    }
  }

  private func apply(
    to picture: Frame, from pool: FramePool, _ body: (AVFrame, AVFrame) -> Int32
  ) throws -> Frame {
    let source = picture.pointer.pointee
    let turned = try pool.frame()
    guard body(source, turned.pointer.pointee) == 0 else {
      throw AVError(code: shim_invalid, call: "I420Rotate", subject: "a picture")
    }
    turned.pts = picture.pts
    return turned
  }
}
