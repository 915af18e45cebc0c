import Libav

/// Brings pictures to their final shape. Reduces first, then maps, then turns: what the later steps
/// see is small.
final class PictureShaper {
  private let scaler: Scaler
  private let rotator: Rotator
  private let deinterlaces: Bool
  private let mapsTones: Bool
  private var mapper: ToneMapper?

  init(_ plan: Plan.Picture) throws {
    let orientation = Orientation(rotation: plan.rotation, mirrored: plan.mirrored)
    deinterlaces = plan.deinterlaced
    mapsTones = plan.toneMapped
    let (width, height) =
      orientation.swapsSides ? (plan.height, plan.width) : (plan.width, plan.height)
    rotator = try Rotator(orientation, width: width, height: height)
    scaler = try Scaler(width: width, height: height, keepsColors: plan.toneMapped)
  }

  func shape(_ picture: Frame) throws -> Frame {
    let source = deinterlaces && picture.isInterlaced ? try picture.firstField() : picture
    let reduced = try scaler.scale(source)
    return try rotator.upright(mapsTones ? try map(reduced, as: picture) : reduced)
  }

  private func map(_ reduced: Frame, as picture: Frame) throws -> Frame {
    let mapper = self.mapper ?? ToneMapper(for: picture)
    self.mapper = mapper
    return try mapper.map(reduced)
  }
}
