import CFFmpeg

/// Pictures of any kind in, 8-bit 4:2:0 of one size out. Owns its `SwsContext`, which is made anew
/// when what comes in changes its shape.
package final class Scaler {
  private struct Shape: Equatable {
    var width: Int32
    var height: Int32
    var format: AVPixelFormat
    /// One of `SWS_CS_…`.
    var matrix: Int32
    var isFull: Bool

    init(_ picture: AVFrame) {
      width = picture.width
      height = picture.height
      format = AVPixelFormat(picture.format)
      matrix = Self.matrix(picture)
      isFull =
        picture.color_range == AVCOL_RANGE_JPEG || Self.fullRangeFormats.contains(picture.format)
    }

    private static let fullRangeFormats: Set<Int32> = [
      AV_PIX_FMT_YUVJ420P.rawValue, AV_PIX_FMT_YUVJ422P.rawValue, AV_PIX_FMT_YUVJ444P.rawValue,
      AV_PIX_FMT_YUVJ440P.rawValue,
    ]

    /// What the stream says, else what players assume: BT.709 for HD, BT.601 below.
    private static func matrix(_ picture: AVFrame) -> Int32 {
      switch picture.colorspace {
      case AVCOL_SPC_BT709: SWS_CS_ITU709
      case AVCOL_SPC_BT2020_NCL, AVCOL_SPC_BT2020_CL: SWS_CS_BT2020
      case AVCOL_SPC_FCC: SWS_CS_FCC
      case AVCOL_SPC_SMPTE240M: SWS_CS_SMPTE240M
      case AVCOL_SPC_BT470BG, AVCOL_SPC_SMPTE170M: SWS_CS_ITU601
      default: max(picture.width, picture.height) >= 1280 ? SWS_CS_ITU709 : SWS_CS_ITU601
      }
    }
  }

  private var context: OpaquePointer?
  private var shape: Shape?
  private let pool: FramePool
  private let box: BoxScaler
  private let keepsColors: Bool

  /// - Parameters:
  ///   - width, height: of what comes out, pixels.
  ///   - keepsColors: 10 bits in the colours that came in, for `ToneMapper`; else 8 bits in BT.709.
  package init(width: Int, height: Int, keepsColors: Bool = false) throws {
    let (width, height) = (Int32(width), Int32(height))
    let format = keepsColors ? AV_PIX_FMT_YUV420P10LE : AV_PIX_FMT_YUV420P
    box = try BoxScaler(width: width, height: height, format: format)
    pool = try FramePool(width: width, height: height, format: format)
    self.keepsColors = keepsColors
  }

  deinit { sws_freeContext(context) }

  /// `sws_scale_frame`. The result keeps the picture's time.
  package func scale(_ picture: Frame) throws -> Frame {
    var wanted = Shape(picture.pointer.pointee)
    var picture = picture
    // A full range is narrowed before it is rounded, or grain would grow.
    if keepsColors || !wanted.isFull, box.fits(picture.pointer.pointee) {
      picture = try box.reduce(picture)
      if keepsColors || wanted.matrix == SWS_CS_ITU709 { return picture }
      (wanted.width, wanted.height, wanted.format) = (pool.width, pool.height, pool.format)
    }
    try adapt(to: wanted, picture)
    let scaled = try pool.frame()
    try check(
      sws_scale_frame(context, scaled.pointer, picture.pointer), call: "sws_scale_frame",
      subject: "a picture")
    scaled.pts = picture.pts
    return scaled
  }

  private func adapt(to wanted: Shape, _ picture: Frame) throws {
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
    sws_setColorspaceDetails(
      context, sws_getCoefficients(wanted.matrix), wanted.isFull ? 1 : 0,
      sws_getCoefficients(keepsColors ? wanted.matrix : SWS_CS_ITU709),
      keepsColors && wanted.isFull ? 1 : 0, 0, 1 << 16, 1 << 16)
    shape = wanted
  }
}
