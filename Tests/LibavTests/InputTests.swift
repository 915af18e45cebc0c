import CFFmpeg
import Foundation
import Testing

@testable import Libav

@Suite("Input")
struct InputTests {
  private func open(_ bytes: [UInt8], watch: Watch = Watch()) throws -> Input {
    try Input(ByteSource(ByteSink(holding: bytes), watch: watch))
  }

  @Test(arguments: [
    "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile:///etc/hostname\n#EXT-X-ENDLIST\n",
    "ffconcat version 1.0\nfile '/etc/hostname'\n", "not a video", "",
  ])
  func nothingElseIsOpened(text: String) {
    #expect(throws: AVError.self) { try open(Array(text.utf8)) }
  }

  private static let claims = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../samples/clips/claims.mp4").standardized

  /// 80 million frames in 200 kB.
  @Test(.enabled(if: FileManager.default.fileExists(atPath: claims.path), "run scripts/samples"))
  func whatIsClaimedIsNotMadeRoomFor() throws {
    let input = try open(Array(Data(contentsOf: Self.claims)))
    #expect(avformat_index_get_entries_count(input.stream(0)) < 3_000_000)
  }

  @Test func theDeadlineInterrupts() {
    let watch = Watch(seconds: 0)
    #expect(throws: AVError.self) { try open(Array(repeating: 0, count: 100_000), watch: watch) }
    #expect(watch.over == .deadline)
  }

  @Test func cancellationCountsMore() {
    let watch = Watch(seconds: 0)
    watch.cancel()
    #expect(watch.over == .cancelled)
  }

  @Test func errorsSayWhatWhereAndWhy() {
    let error = AVError(code: -22, call: "avcodec_open2", subject: "stream 1 (hevc)", log: "bad")
    #expect("\(error)" == "stream 1 (hevc): Invalid argument (avcodec_open2): bad")
  }
}

@Suite("Byte sink")
struct ByteSinkTests {
  @Test func refusesToReachItsLimit() throws {
    let sink = ByteSink(limit: 10)
    let bytes: [UInt8] = Array(1...9)
    #expect(bytes.withUnsafeBufferPointer { sink.write($0, at: 0) } == 9)
    #expect(!sink.isOverrun)
    #expect(bytes.withUnsafeBufferPointer { sink.write($0, at: 1) } < 0)
    #expect(sink.isOverrun)
    #expect(sink.count == 9)
  }

  @Test func overwritesAndFillsGaps() {
    let sink = ByteSink(limit: 100)
    let bytes: [UInt8] = [7, 8, 9]
    _ = bytes.withUnsafeBufferPointer { sink.write($0, at: 2) }
    _ = bytes.withUnsafeBufferPointer { sink.write($0, at: 1) }
    #expect(sink.withBytes { Array($0) } == [0, 7, 8, 9, 9])
  }
}

@Suite("Time")
struct TimestampTests {
  @Test func exactToTheTick() {
    let time = Timestamp(ticks: 1001, timeBase: Rational(1, 30_000))
    #expect(abs(time.seconds - 1001.0 / 30_000) < 1e-12)
    #expect(Timestamp(seconds: 0.5, timeBase: Rational(1, 48_000)).ticks == 24_000)
    #expect(Rational(0, 1).value == nil)
  }

  @Test func nowhereToFallOff() {
    let base = Rational(1, 48_000)
    #expect(Timestamp(seconds: 1e300, timeBase: base).ticks == .max)
    #expect(Timestamp(seconds: -1e300, timeBase: base).ticks == .min)
    #expect(Int32(nearest: .nan) == .max)
    #expect(Int(nearest: -2.5) == -3)
  }
}
