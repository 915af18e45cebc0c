import CFFmpeg

/// Brings reduced 10-bit 4:2:0 pictures of HDR clips to 8-bit BT.709, by a table of `HDRCurve` that is
/// made once and interpolated for each pixel.
package final class ToneMapper {
  /// Of the 1024 values of luma every 16th is a node, and of those of chroma every 32nd begins a cell.
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
    func table(_ part: ((y: Float, cb: Float, cr: Float)) -> Float) -> [SIMD4<Float>] {
      var table: [SIMD4<Float>] = []
      table.reserveCapacity(cells * cells * nodes)
      for row in 0..<cells {
        for column in 0..<cells {
          let first = (row * (cells + 1) + column) * nodes
          let below = first + (cells + 1) * nodes
          for node in 0..<nodes {
            table.append(
              SIMD4(
                part(corners[first + node]), part(corners[first + nodes + node]),
                part(corners[below + node]), part(corners[below + nodes + node])))
          }
        }
      }
      return table
    }
    luma = table { $0.y }
    blue = table { $0.cb }
    red = table { $0.cr }
  }

  /// - Parameter picture: `yuv420p10le`, of even sides, as `Scaler` makes it.
  package func map(_ picture: Frame) throws -> Frame {
    guard picture.pixelFormat == AV_PIX_FMT_YUV420P10LE else {
      throw AVError(code: shim_invalid, call: "ToneMapper", subject: "a picture that is not 10-bit")
    }
    let source = picture.pointer.pointee
    let mapped = try frame(source.width, source.height)
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
              let lumas = Self.rounded(
                Self.pair(cell.parts(luma, a), cell.parts(luma, b)),
                Self.pair(cell.parts(luma, c), cell.parts(luma, d)))
              (firstOut[left], firstOut[left + 1]) = (lumas[0], lumas[1])
              (secondOut[left], secondOut[left + 1]) = (lumas[2], lumas[3])
              let mean = UInt16(
                truncatingIfNeeded: (UInt32(a) &+ UInt32(b) &+ UInt32(c) &+ UInt32(d) &+ 2) >> 2)
              let chromas = Self.pair(cell.parts(blue, mean), cell.parts(red, mean))
              let rounded = Self.rounded(chromas, chromas)
              (blueOut[column], redOut[column]) = (rounded[0], rounded[1])
            }
          }
        }
      }
    }
    mapped.pts = picture.pts
    return mapped
  }

  private var pool: FramePool?

  private func frame(_ width: Int32, _ height: Int32) throws -> Frame {
    let pool = try self.pool ?? FramePool(width: width, height: height, format: AV_PIX_FMT_YUV420P)
    self.pool = pool
    return try pool.frame()
  }

  /// The sums of two vectors.
  @inline(__always)
  private static func pair(_ a: SIMD4<Float>, _ b: SIMD4<Float>) -> SIMD2<Float> {
    let halves = SIMD4(lowHalf: a.lowHalf + a.highHalf, highHalf: b.lowHalf + b.highHalf)
    return halves.evenHalf + halves.oddHalf
  }

  /// Nothing in the tables is below 0 or above 255: beside 2²³ such a number has its whole part in
  /// the last byte.
  @inline(__always)
  private static func rounded(_ a: SIMD2<Float>, _ b: SIMD2<Float>) -> SIMD4<UInt8> {
    let sum = SIMD4(lowHalf: a, highHalf: b) + 8_388_608
    return SIMD4(truncatingIfNeeded: unsafeBitCast(sum, to: SIMD4<UInt32>.self))
  }

  /// Where a pair of chroma values lies in the tables.
  private struct Cell {
    private let base: Int
    private let weights: SIMD4<Float>

    @inline(__always)
    init(blue: UInt16, red: UInt16) {
      let (x, y) = (Int32(blue & 1023), Int32(red & 1023))
      let (right, down) = (Float(x & 31) / 32, Float(y & 31) / 32)
      base = (Int(y >> 5) &* ToneMapper.chromaCells &+ Int(x >> 5)) &* ToneMapper.lumaNodes
      weights =
        SIMD4(1 - right, right, 1 - right, right) * SIMD4(1 - down, 1 - down, down, down)
    }

    /// What the four corners add to the value at `luma`.
    @inline(__always)
    func parts(_ table: UnsafeBufferPointer<SIMD4<Float>>, _ luma: UInt16) -> SIMD4<Float> {
      let index = base &+ Int((luma & 1023) >> 4)
      let below = table[index]
      return (below + (table[index &+ 1] - below) * (Float(luma & 15) / 16)) * weights
    }
  }
}
