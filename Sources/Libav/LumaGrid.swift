import CFFmpeg

/// A picture's brightness on a coarse grid: enough to tell dark from bright and still from moving.
package struct LumaGrid: Sendable {
  static let columns = 64
  static let rows = 64
  /// Samples of a cell along each side: enough to even out grain.
  static let samples = 4

  /// Luma, 0 (black) to 65,535 (white), row by row.
  private let cells: [UInt16]

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

    let columns = Self.places(picture.width, cells: Self.columns).map { $0 * step }
    let lines = Self.places(picture.height, cells: Self.rows)
    let base = UnsafeRawPointer(plane) + Int(component.offset)
    let shift = UInt16(component.shift)
    let factor = Float(UInt16.max) / (scale * span * Float(Self.samples * Self.samples))
    let offset = black / span * Float(UInt16.max)
    cells = [UInt16](unsafeUninitializedCapacity: Self.columns * Self.rows) { cells, count in
      for row in 0..<Self.rows {
        for column in 0..<Self.columns {
          var sum = 0
          for line in row * Self.samples..<(row + 1) * Self.samples {
            let start = base + lines[line] * stride
            for place in column * Self.samples..<(column + 1) * Self.samples {
              let address = start + columns[place]
              sum +=
                isWide
                ? Int(address.loadUnaligned(as: UInt16.self) >> shift)
                : Int(address.load(as: UInt8.self))
            }
          }
          let value = Float(sum) * factor - offset
          cells[row * Self.columns + column] = UInt16(max(0, min(Float(UInt16.max), value)))
        }
      }
      count = Self.columns * Self.rows
    }
  }

  /// Where samples are taken along one side: evenly, a fixed number a cell.
  private static func places(_ side: Int, cells: Int) -> [Int] {
    let count = cells * samples
    return (0..<count).map { (2 * $0 + 1) * side / (2 * count) }
  }

  /// 0 (black) to 1 (white).
  package var mean: Float {
    Float(cells.reduce(0) { $0 + Int($1) }) / Float(cells.count) / Float(UInt16.max)
  }

  /// How far two pictures differ, cell by cell, 0 to 1.
  package func difference(from other: LumaGrid) -> (mean: Float, highest: Float) {
    var sum = 0
    var highest = 0
    for (own, its) in zip(cells, other.cells) {
      let difference = abs(Int(own) - Int(its))
      sum += difference
      highest = max(highest, difference)
    }
    let full = Float(UInt16.max)
    return (Float(sum) / Float(cells.count) / full, Float(highest) / full)
  }

  /// How alike two pictures are, whatever their brightness and contrast: 1 for the same, 0 for
  /// unrelated ones, −1 for a negative. `nil` where one of them is flat.
  package func likeness(to other: LumaGrid) -> Float? {
    let (own, its) = (cells.map(Float.init), other.cells.map(Float.init))
    let count = Float(own.count)
    let (ownMean, itsMean) = (own.reduce(0, +) / count, its.reduce(0, +) / count)
    var (product, ownSquare, itsSquare): (Float, Float, Float) = (0, 0, 0)
    for (first, second) in zip(own, its) {
      let (a, b) = (first - ownMean, second - itsMean)
      product += a * b
      ownSquare += a * a
      itsSquare += b * b
    }
    let flat = count * Self.flat * Self.flat
    guard ownSquare > flat, itsSquare > flat else { return nil }
    return product / (ownSquare * itsSquare).squareRoot()
  }

  /// Standard deviation below which there is nothing to compare: 1 % of full scale.
  private static let flat: Float = 655

  /// The grid as it is after the picture was brought upright.
  package func upright(_ orientation: Orientation) -> LumaGrid {
    let side = Self.columns
    var turned = cells
    for row in 0..<side {
      for column in 0..<side {
        let source =
          switch orientation.rotation {
          case 90: (row: side - 1 - column, column: row)
          case 180: (row: side - 1 - row, column: side - 1 - column)
          case 270: (row: column, column: side - 1 - row)
          default: (row: row, column: column)
          }
        let flipped = orientation.mirrored ? side - 1 - source.column : source.column
        turned[row * side + column] = cells[source.row * side + flipped]
      }
    }
    return LumaGrid(cells: turned)
  }

  /// The grid as it is after an HDR clip was brought to BT.709; of greys, which is near enough.
  /// - Parameter transfer: FFmpeg's name.
  package func toneMapped(from transfer: String?) -> LumaGrid {
    let curve = HDRCurve(transfer: .init(name: transfer), isWide: true)
    let full = Double(UInt16.max)
    return LumaGrid(
      cells: cells.map { UInt16(curve.map(y: Double($0) / full, cb: 0, cr: 0).y * full) })
  }

  private init(cells: [UInt16]) { self.cells = cells }
}
