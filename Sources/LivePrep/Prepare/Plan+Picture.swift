extension Plan.Picture {
  /// What a transcode makes of the clip's picture; nil where its size is not known.
  init?(of clip: Clip, profile: Profile, options: Preflight.Options) {
    guard let width = clip.width, let height = clip.height, width > 0, height > 0 else {
      return nil
    }
    let size = Self.size(width, height, profile: profile, upscale: options.upscale)
    self.init(
      width: size.width, height: size.height, rotation: clip.rotation ?? 0,
      mirrored: clip.mirrored ?? false,
      frameRate: FrameRate(measured: clip.frameRate, limit: profile.producedFrameRate).fraction,
      toneMapped: clip.isWideRange, deinterlaced: clip.interlaced ?? false)
  }

  /// Smaller pictures are refused by the older pages of the services.
  private static let floor = (shorter: 320.0, longer: 480.0)
  /// Macroblocks of a frame at H.264 level 4.0.
  private static let macroblocks = 8192.0

  /// Even sides in the proportion of the displayed picture: reduced to the profile's shorter side,
  /// enlarged only where asked and only up to the floor.
  static func size(
    _ width: Int, _ height: Int, profile: Profile, upscale: Bool
  ) -> (width: Int, height: Int) {
    let shorter = Double(min(width, height))
    let longer = Double(max(width, height))
    let toFloor = max(floor.shorter / shorter, floor.longer / longer)
    let isTooSmall =
      shorter < Double(profile.minimumShorterSide) || longer < Double(profile.minimumLongerSide)

    var scale = min(1, Double(profile.producedShorterSide) / shorter)
    scale = max(scale, min(1, toFloor))
    if upscale, isTooSmall { scale = toFloor }
    let blocks = shorter * longer * scale * scale / 256
    if blocks > macroblocks { scale *= (macroblocks / blocks).squareRoot() * 0.98 }
    return (even(width, by: scale), even(height, by: scale))
  }

  /// The nearest even number, never above the source unless it is enlarged.
  private static func even(_ side: Int, by scale: Double) -> Int {
    let nearest = Int((Double(side) * scale / 2).rounded()) * 2
    return max(2, scale > 1 ? nearest : min(nearest, side / 2 * 2))
  }
}

/// A constant frame rate as a fraction.
struct FrameRate: Equatable {
  var fraction: [Int]

  private static let standard = [
    [10, 1], [12, 1], [15, 1], [20, 1], [24000, 1001], [24, 1], [25, 1], [30000, 1001], [30, 1],
  ]
  /// A measured rate this near to a standard one is it, with a camera's clock.
  private static let tolerance = 0.02

  /// The standard rate that the source has, or the next above it where it varies. Twice a standard
  /// rate is halved, which drops every other frame evenly; 30 where nothing is known.
  init(measured: Double?, limit: Double) {
    let allowed = Self.standard.filter { Self.value($0) <= limit * 1.0001 }
    let top = allowed.last ?? [max(1, Int(limit)), 1]
    guard let measured, measured.isFinite, measured > 0 else {
      fraction = top
      return
    }
    let most = Self.value(top)
    if measured <= most * (1 + Self.tolerance) {
      fraction =
        Self.nearest(measured, in: allowed) ?? allowed.first {
          $0[1] == 1 && Self.value($0) >= measured
        }
        ?? top
    } else {
      let divided = measured / (measured / most / (1 + Self.tolerance)).rounded(.up)
      // Below cinema's rate an even division moves worse than an uneven choice of 30.
      fraction = divided > 23.5 ? Self.nearest(divided, in: allowed) ?? top : top
    }
  }

  private static func value(_ fraction: [Int]) -> Double {
    Double(fraction[0]) / Double(fraction[1])
  }

  private static func nearest(_ rate: Double, in rates: [[Int]]) -> [Int]? {
    rates
      .filter { abs(value($0) - rate) <= value($0) * tolerance }
      .min { abs(value($0) - rate) < abs(value($1) - rate) }
  }
}
