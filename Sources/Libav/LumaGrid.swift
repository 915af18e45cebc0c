import CFFmpeg

/// A picture's brightness on a coarse grid: enough to tell dark from bright and still from moving.
package struct LumaGrid: Sendable {
  static let columns = 64
  static let rows = 64

  /// Luma, 0 (black) to 1 (white), row by row.
  package let cells: [Float]

  /// Reads the luma plane where it lies; `nil` for pixel formats whose samples are not plain
  /// little-endian integers.
  package init?(_ picture: Frame) {
    guard let descriptor = av_pix_fmt_desc_get(picture.pixelFormat)?.pointee else { return nil }
    let unfit = UInt64(
      AV_PIX_FMT_FLAG_BE | AV_PIX_FMT_FLAG_PAL | AV_PIX_FMT_FLAG_BITSTREAM
        | AV_PIX_FMT_FLAG_HWACCEL | AV_PIX_FMT_FLAG_FLOAT)
    guard descriptor.flags & unfit == 0 else { return nil }
    let isRGB = descriptor.flags & UInt64(AV_PIX_FMT_FLAG_RGB) != 0
    // Of red, green and blue, green is closest to luma.
    let component = isRGB ? descriptor.comp.1 : descriptor.comp.0
    let frame = picture.pointer.pointee
    let planes = [frame.data.0, frame.data.1, frame.data.2, frame.data.3]
    let strides = [frame.linesize.0, frame.linesize.1, frame.linesize.2, frame.linesize.3]
    guard let plane = planes[Int(component.plane)], component.depth <= 16 else { return nil }
    let stride = Int(strides[Int(component.plane)])
    let step = Int(component.step)
    let isWide = component.depth > 8
    let scale = Float(1 << component.depth) - 1
    let isFull =
      isRGB || frame.color_range == AVCOL_RANGE_JPEG
      || String(cString: descriptor.name).hasPrefix("yuvj")
    let (black, span): (Float, Float) = isFull ? (0, 1) : (16 / 255, 219 / 255)

    var cells: [Float] = []
    cells.reserveCapacity(Self.columns * Self.rows)
    // Four neighbours a cell even out the grain.
    let reach = min(4, picture.width)
    for row in 0..<Self.rows {
      let y = (2 * row + 1) * picture.height / (2 * Self.rows)
      let line = UnsafeRawPointer(plane) + y * stride + Int(component.offset)
      for column in 0..<Self.columns {
        let x = min((2 * column + 1) * picture.width / (2 * Self.columns), picture.width - reach)
        var sum: Float = 0
        for neighbour in x..<x + reach {
          let address = line + neighbour * step
          sum +=
            isWide
            ? Float(address.loadUnaligned(as: UInt16.self) >> component.shift)
            : Float(address.load(as: UInt8.self) >> component.shift)
        }
        let value = (sum / Float(reach) / scale - black) / span
        cells.append(min(1, max(0, value)))
      }
    }
    self.cells = cells
  }

  /// 0 (black) to 1 (white).
  package var mean: Float { cells.reduce(0, +) / Float(cells.count) }

  /// How far two pictures differ, cell by cell, 0 to 1.
  package func difference(from other: LumaGrid) -> (mean: Float, highest: Float) {
    var sum: Float = 0
    var highest: Float = 0
    for (own, its) in zip(cells, other.cells) {
      let difference = abs(own - its)
      sum += difference
      highest = max(highest, difference)
    }
    return (sum / Float(cells.count), highest)
  }
}
