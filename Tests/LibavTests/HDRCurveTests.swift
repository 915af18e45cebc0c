import Testing

@testable import Libav

@Suite("HDR curve")
struct HDRCurveTests {
  private func curve(_ transfer: HDRCurve.Transfer) -> HDRCurve {
    HDRCurve(transfer: transfer, isWide: true)
  }

  @Test(arguments: [HDRCurve.Transfer.hlg, .pq, .sdr])
  func greyStaysGreyAndRises(_ transfer: HDRCurve.Transfer) {
    var last = -1.0
    for step in 0...100 {
      let mapped = curve(transfer).map(y: Double(step) / 100, cb: 0, cr: 0)
      #expect(abs(mapped.cb) < 0.002 && abs(mapped.cr) < 0.002)
      #expect(mapped.y >= last - 1e-9)
      #expect((0...1).contains(mapped.y))
      last = mapped.y
    }
  }

  @Test func blackAndTheBrightest() {
    #expect(curve(.hlg).map(y: 0, cb: 0, cr: 0).y < 0.03)
    #expect(curve(.pq).map(y: 0, cb: 0, cr: 0).y < 0.03)
    #expect(curve(.hlg).map(y: 1, cb: 0, cr: 0).y > 0.7)
    #expect(curve(.pq).map(y: 1, cb: 0, cr: 0).y > 0.99)
  }

  /// BT.2408: diffuse white stands at 75 % of HLG and 58 % of PQ; both are the same light, and come
  /// out alike.
  @Test func diffuseWhite() {
    let hlg = curve(.hlg).map(y: 0.75, cb: 0, cr: 0).y
    let pq = curve(.pq).map(y: 0.58, cb: 0, cr: 0).y
    #expect(abs(hlg - pq) < 0.02)
    #expect((0.5...0.8).contains(hlg))
  }
}
