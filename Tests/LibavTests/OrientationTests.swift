import Testing

@testable import Libav

@Suite("Orientation")
struct OrientationTests {
  private static let one: Int32 = 1 << 16

  /// Matrices as phones write them: a, b, c, d in units of one.
  @Test(arguments: [
    ([1, 0, 0, 1], Orientation()),
    ([0, 1, -1, 0], Orientation(rotation: 90)),
    ([-1, 0, 0, -1], Orientation(rotation: 180)),
    ([0, -1, 1, 0], Orientation(rotation: 270)),
    ([-1, 0, 0, 1], Orientation(mirrored: true)),
    ([1, 0, 0, -1], Orientation(rotation: 180, mirrored: true)),
    ([0, 1, 1, 0], Orientation(rotation: 270, mirrored: true)),
    ([0, -1, -1, 0], Orientation(rotation: 90, mirrored: true)),
  ])
  func matrices(_ parts: [Int32], _ expected: Orientation) {
    let one = Self.one
    let matrix = [parts[0] * one, parts[1] * one, 0, parts[2] * one, parts[3] * one, 0, 0, 0, one]
    #expect(Orientation(matrix: matrix) == expected)
  }

  @Test func sides() {
    #expect(Orientation(rotation: 90).swapsSides)
    #expect(!Orientation(rotation: 180).swapsSides)
    #expect(Orientation().isUpright)
    #expect(!Orientation(mirrored: true).isUpright)
  }
}
