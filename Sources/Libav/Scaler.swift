import CFFmpeg

/// Pictures of any kind in, 8-bit 4:2:0 of one size out. Owns its `SwsContext`, which is made anew
/// when what comes in changes its shape.
package final class Scaler {
  private struct Shape: Equatable {
    var width: Int32
    var height: Int32
    var format: AVPixelFormat
    var matrix: AVColorSpace
    var range: AVColorRange
  }

  private var context: OpaquePointer?
  private var shape: Shape?
  private let pool: FramePool

  /// - Parameters:
  ///   - width, height: of what comes out, pixels.
  ///   - keepsColors: 10 bits in the colours that came in, for `ToneMapper`; else 8 bits in BT.709.
  package convenience init(width: Int, height: Int, keepsColors: Bool = false) throws {
    try self.init(
      width: width, height: height,
      format: keepsColors ? AV_PIX_FMT_YUV420P10LE : AV_PIX_FMT_YUV420P)
  }

  init(width: Int, height: Int, format: AVPixelFormat) throws {
    pool = try FramePool(width: Int32(width), height: Int32(height), format: format)
  }

  deinit { sws_freeContext(context) }

  /// `sws_scale_frame`. The result keeps the picture's time.
  package func scale(_ picture: Frame) throws -> Frame {
    try adapt(to: picture)
    let scaled = try pool.frame()
    try check(
      sws_scale_frame(context, scaled.pointer, picture.pointer), call: "sws_scale_frame",
      subject: "a picture")
    scaled.pts = picture.pts
    return scaled
  }

  private func adapt(to picture: Frame) throws {
    let source = picture.pointer.pointee
    let wanted = Shape(
      width: source.width, height: source.height, format: picture.pixelFormat,
      matrix: source.colorspace, range: source.color_range)
    guard wanted != shape else { return }
    sws_freeContext(context)
    context = nil
    guard sws_isSupportedInput(wanted.format) > 0 else {
      throw AVError(
        code: shim_enosys, call: "sws_getContext",
        subject: "pictures of \(picture.pixelFormatName ?? "an unknown kind")")
    }
    // Averaging over the area is the cheapest that does not look it; where nothing is made smaller,
    // there is nothing to average.
    let (width, height, format) = (pool.width, pool.height, pool.format)
    let reduces = width < wanted.width || height < wanted.height
    let method = reduces ? SWS_AREA : SWS_BICUBIC
    context = try made(
      sws_getContext(
        wanted.width, wanted.height, wanted.format, width, height, format, method, nil, nil, nil),
      call: "sws_getContext")
    let isFull =
      wanted.range == AVCOL_RANGE_JPEG
      || Self.fullRangeFormats.contains(wanted.format.rawValue)
    let keepsColors = format == AV_PIX_FMT_YUV420P10LE
    let incoming = Self.coefficients(wanted)
    sws_setColorspaceDetails(
      context, sws_getCoefficients(incoming), isFull ? 1 : 0,
      sws_getCoefficients(keepsColors ? incoming : SWS_CS_ITU709), keepsColors && isFull ? 1 : 0, 0,
      1 << 16, 1 << 16)
    shape = wanted
  }

  private static let fullRangeFormats: Set<Int32> = [
    AV_PIX_FMT_YUVJ420P.rawValue, AV_PIX_FMT_YUVJ422P.rawValue, AV_PIX_FMT_YUVJ444P.rawValue,
    AV_PIX_FMT_YUVJ440P.rawValue,
  ]

  /// What the stream says, else what players assume: BT.709 for HD, BT.601 below.
  private static func coefficients(_ shape: Shape) -> Int32 {
    switch shape.matrix {
    case AVCOL_SPC_BT709: SWS_CS_ITU709
    case AVCOL_SPC_BT2020_NCL, AVCOL_SPC_BT2020_CL: SWS_CS_BT2020
    case AVCOL_SPC_FCC: SWS_CS_FCC
    case AVCOL_SPC_SMPTE240M: SWS_CS_SMPTE240M
    case AVCOL_SPC_BT470BG, AVCOL_SPC_SMPTE170M: SWS_CS_ITU601
    default: max(shape.width, shape.height) >= 1280 ? SWS_CS_ITU709 : SWS_CS_ITU601
    }
  }
}
