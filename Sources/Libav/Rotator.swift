import CFFmpeg
import CYUV

/// Flips and turns 8-bit 4:2:0 pictures. libyuv's `I420Mirror` and `I420Rotate`.
package enum Rotator {
  /// The picture as it is to be shown; the same one where there is nothing to do.
  package static func upright(_ picture: Frame, _ orientation: Orientation) throws -> Frame {
    var picture = picture
    if orientation.mirrored {
      picture = try apply(to: picture, swapsSides: false) { source, target in
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
    return try apply(to: picture, swapsSides: orientation.swapsSides) { source, target in
      I420Rotate(
        source.data.0, source.linesize.0, source.data.1, source.linesize.1, source.data.2,
        source.linesize.2, target.data.0, target.linesize.0, target.data.1, target.linesize.1,
        target.data.2, target.linesize.2, source.width, source.height, mode)
    }
  }

  private static func apply(
    to picture: Frame, swapsSides: Bool, _ body: (AVFrame, AVFrame) -> Int32
  ) throws -> Frame {
    let source = picture.pointer.pointee
    let turned = try Frame(
      width: swapsSides ? source.height : source.width,
      height: swapsSides ? source.width : source.height, format: AV_PIX_FMT_YUV420P)
    guard body(source, turned.pointer.pointee) == 0 else {
      throw AVError(code: shim_invalid, call: "I420Rotate", subject: "a picture")
    }
    turned.pts = picture.pts
    return turned
  }
}
