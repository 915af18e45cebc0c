import CFFmpeg

/// Brings reduced 10-bit 4:2:0 pictures of HDR clips to 8-bit BT.709, by a table of `HDRCurve` that is
/// made once and interpolated for each pixel.
package final class ToneMapper {
  /// Nodes along luma, and cells along each chroma axis.
  private static let lumaNodes = 65
  private static let chromaCells = 32

  /// For each cell of chroma, for each node of luma, the value at the cell's four corners.
  private let luma: [SIMD4<Float>]
  private let blue: [SIMD4<Float>]
  private let red: [SIMD4<Float>]

  /// - Parameter picture: the first one, for its transfer and primaries.
  package init(for picture: Frame) {
    let curve = HDRCurve(picture.pointer)
    let full = picture.pointer.pointee.color_range == AVCOL_RANGE_JPEG
    let (black, span, chroma): (Double, Double, Double) = full ? (0, 1023, 1023) : (64, 876, 896)
    let nodes = Self.lumaNodes
    let cells = Self.chromaCells
    func stored(_ node: Int, of count: Int) -> Double { 1024 * Double(node) / Double(count) }

    var corners: [(y: Float, cb: Float, cr: Float)] = []
    corners.reserveCapacity((cells + 1) * (cells + 1) * nodes)
    for row in 0...cells {
      for column in 0...cells {
        for node in 0..<nodes {
          let mapped = curve.map(
            y: (stored(node, of: nodes - 1) - black) / span,
            cb: (stored(column, of: cells) - 512) / chroma,
            cr: (stored(row, of: cells) - 512) / chroma)
          corners.append(
            (
              Float(16 + 219 * mapped.y), Float(128 + 224 * mapped.cb), Float(128 + 224 * mapped.cr)
            ))
        }
      }
    }
    func table(_ part: KeyPath<(y: Float, cb: Float, cr: Float), Float>) -> [SIMD4<Float>] {
      var table: [SIMD4<Float>] = []
      table.reserveCapacity(cells * cells * nodes)
      func corner(_ row: Int, _ column: Int, _ node: Int) -> Float {
        corners[(row * (cells + 1) + column) * nodes + node][keyPath: part]
      }
      for row in 0..<cells {
        for column in 0..<cells {
          for node in 0..<nodes {
            table.append(
              SIMD4(
                corner(row, column, node), corner(row, column + 1, node),
                corner(row + 1, column, node), corner(row + 1, column + 1, node)))
          }
        }
      }
      return table
    }
    luma = table(\.y)
    blue = table(\.cb)
    red = table(\.cr)
  }

  /// - Parameter picture: `yuv420p10le`, of even sides, as `Scaler` makes it.
  package func map(_ picture: Frame) throws -> Frame {
    guard picture.pixelFormat == AV_PIX_FMT_YUV420P10LE else {
      throw AVError(code: shim_invalid, call: "ToneMapper", subject: "a picture that is not 10-bit")
    }
    let source = picture.pointer.pointee
    let mapped = try Frame(width: source.width, height: source.height, format: AV_PIX_FMT_YUV420P)
    let target = mapped.pointer.pointee
    guard let sourceY = source.data.0, let sourceU = source.data.1, let sourceV = source.data.2,
      let targetY = target.data.0, let targetU = target.data.1, let targetV = target.data.2
    else { throw AVError(code: shim_invalid, call: "ToneMapper", subject: "an empty picture") }
    luma.withUnsafeBufferPointer { luma in
      blue.withUnsafeBufferPointer { blue in
        red.withUnsafeBufferPointer { red in
          for row in 0..<Int(source.height) / 2 {
            let firstIn = UnsafeRawPointer(sourceY + 2 * row * Int(source.linesize.0))
              .assumingMemoryBound(to: UInt16.self)
            let secondIn = UnsafeRawPointer(sourceY + (2 * row + 1) * Int(source.linesize.0))
              .assumingMemoryBound(to: UInt16.self)
            let blueIn = UnsafeRawPointer(sourceU + row * Int(source.linesize.1))
              .assumingMemoryBound(to: UInt16.self)
            let redIn = UnsafeRawPointer(sourceV + row * Int(source.linesize.2))
              .assumingMemoryBound(to: UInt16.self)
            let firstOut = targetY + 2 * row * Int(target.linesize.0)
            let secondOut = firstOut + Int(target.linesize.0)
            let blueOut = targetU + row * Int(target.linesize.1)
            let redOut = targetV + row * Int(target.linesize.2)
            for column in 0..<Int(source.width) / 2 {
              let cell = Cell(blue: blueIn[column], red: redIn[column])
              let left = 2 * column
              let (a, b) = (firstIn[left], firstIn[left + 1])
              let (c, d) = (secondIn[left], secondIn[left + 1])
              firstOut[left] = cell.value(luma, a)
              firstOut[left + 1] = cell.value(luma, b)
              secondOut[left] = cell.value(luma, c)
              secondOut[left + 1] = cell.value(luma, d)
              let mean = UInt16((UInt32(a) + UInt32(b) + UInt32(c) + UInt32(d) + 2) / 4)
              blueOut[column] = cell.value(blue, mean)
              redOut[column] = cell.value(red, mean)
            }
          }
        }
      }
    }
    mapped.pts = picture.pts
    return mapped
  }

  /// Where a pair of chroma values lies in the tables.
  private struct Cell {
    private let base: Int
    private let weights: SIMD4<Float>

    @inline(__always)
    init(blue: UInt16, red: UInt16) {
      let scale = Float(ToneMapper.chromaCells) / 1024
      let x = Float(min(blue, 1023)) * scale
      let y = Float(min(red, 1023)) * scale
      let (column, row) = (Int(x), Int(y))
      let (right, down) = (x - Float(column), y - Float(row))
      base = (row * ToneMapper.chromaCells + column) * ToneMapper.lumaNodes
      weights = SIMD4(
        (1 - right) * (1 - down), right * (1 - down), (1 - right) * down, right * down)
    }

    @inline(__always)
    func value(_ table: UnsafeBufferPointer<SIMD4<Float>>, _ luma: UInt16) -> UInt8 {
      let position = Float(min(luma, 1023)) * (Float(ToneMapper.lumaNodes - 1) / 1024)
      let node = Int(position)
      let below = table[base + node]
      let value = (below + (table[base + node + 1] - below) * (position - Float(node))) * weights
      return UInt8(max(0, min(255, value.sum() + 0.5)))
    }
  }
}
