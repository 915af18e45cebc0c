import CFFmpeg
import Glibc

/// What a pixel of an HDR or wide-gamut clip looks like in BT.709, as a function on the numbers that
/// are stored: the whole way from Y′CbCr to light, into the smaller gamut, under the highlights'
/// curve, and back to Y′CbCr.
///
/// Sources: ITU-R BT.2100 (HLG, PQ), BT.2087 (gamut), BT.1886 (display gamma); the highlights follow
/// the filmic curve by John Hable, scaled for a display of 1000 cd/m² and diffuse white at 203 cd/m²
/// (BT.2408).
struct HDRCurve {
  enum Transfer {
    case hlg, pq, sdr

    /// - Parameter name: FFmpeg's.
    init(name: String?) {
      self =
        switch name {
        case "arib-std-b67": .hlg
        case "smpte2084": .pq
        default: .sdr
        }
    }
  }

  let transfer: Transfer
  /// Whether the primaries are BT.2020's.
  let isWide: Bool

  init(transfer: Transfer, isWide: Bool) {
    self.transfer = transfer
    self.isWide = isWide
  }

  init(_ frame: UnsafeMutablePointer<AVFrame>) {
    transfer = Transfer(name: ColorName.transfer(frame.pointee.color_trc))
    isWide =
      frame.pointee.color_primaries == AVCOL_PRI_BT2020
      || frame.pointee.color_primaries == AVCOL_PRI_UNSPECIFIED
  }

  /// - Parameters: luma 0 to 1, chroma −0.5 to 0.5, of BT.2020 non-constant luminance.
  /// - Returns: the same of BT.709.
  func map(y: Double, cb: Double, cr: Double) -> (y: Double, cb: Double, cr: Double) {
    let red = y + 1.4746 * cr
    let blue = y + 1.8814 * cb
    let green = (y - 0.2627 * red - 0.0593 * blue) / 0.6780
    var light = linear(SIMD3(red, green, blue))
    if isWide { light = Self.toBT709(light) }
    if transfer != .sdr { light = Self.lowerHighlights(light) }
    let shown = SIMD3(Self.encode(light.x), Self.encode(light.y), Self.encode(light.z))
    let luma = 0.2126 * shown.x + 0.7152 * shown.y + 0.0722 * shown.z
    return (luma, (shown.z - luma) / 1.8556, (shown.x - luma) / 1.5748)
  }

  /// Cd/m² of diffuse white, which becomes 1.
  private static let white = 203.0

  private func linear(_ signal: SIMD3<Double>) -> SIMD3<Double> {
    switch transfer {
    case .hlg:
      let scene = SIMD3(Self.hlg(signal.x), Self.hlg(signal.y), Self.hlg(signal.z))
      let luminance = 0.2627 * scene.x + 0.6780 * scene.y + 0.0593 * scene.z
      return scene * (pow(max(luminance, 1e-6), 0.2) * 1000 / Self.white)
    case .pq:
      return SIMD3(Self.pq(signal.x), Self.pq(signal.y), Self.pq(signal.z)) * (10_000 / Self.white)
    case .sdr:
      return SIMD3(Self.power(signal.x, 2.4), Self.power(signal.y, 2.4), Self.power(signal.z, 2.4))
    }
  }

  /// BT.2100 HLG, inverse OETF.
  private static func hlg(_ value: Double) -> Double {
    let value = max(0, value)
    return value <= 0.5
      ? value * value / 3 : (exp((value - 0.55991073) / 0.17883277) + 0.28466892) / 12
  }

  /// BT.2100 PQ, EOTF, 1 for 10,000 cd/m².
  private static func pq(_ value: Double) -> Double {
    let root = pow(max(0, value), 1 / 78.84375)
    return pow(max(0, root - 0.8359375) / (18.8515625 - 18.6875 * root), 1 / 0.1593017578125)
  }

  private static func power(_ value: Double, _ exponent: Double) -> Double {
    value < 0 ? -pow(-value, exponent) : pow(value, exponent)
  }

  /// BT.2087.
  private static func toBT709(_ light: SIMD3<Double>) -> SIMD3<Double> {
    SIMD3(
      1.6605 * light.x - 0.5876 * light.y - 0.0728 * light.z,
      -0.1246 * light.x + 1.1329 * light.y - 0.0083 * light.z,
      -0.0182 * light.x - 0.1006 * light.y + 1.1187 * light.z)
  }

  /// The brightest component goes by the curve and takes the others along, so that hues stay.
  private static func lowerHighlights(_ light: SIMD3<Double>) -> SIMD3<Double> {
    let brightest = max(light.max(), 1e-6)
    return light * (filmic(brightest) / filmic(10) / brightest)
  }

  private static func filmic(_ x: Double) -> Double {
    let (a, b, c, d, e, f) = (0.15, 0.50, 0.10, 0.20, 0.02, 0.30)
    return (x * (x * a + b * c) + d * e) / (x * (x * a + b) + d * f) - e / f
  }

  /// BT.1886, inverse.
  private static func encode(_ light: Double) -> Double {
    pow(min(1, max(0, light)), 1 / 2.4)
  }
}
