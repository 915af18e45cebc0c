import FoundationEssentials
import Libav
import Testing

@testable import LivePrep

/// Pictures of `Tests/Fixtures`: a test pattern, as ffmpeg writes it.
enum Pictures {
  static let jpeg = bytes("card.jpg")
  static let png = bytes("card.png")
  static let animated = bytes("animated.png")
  static let gif = bytes("card.gif")

  private static func bytes(_ name: String) -> [UInt8] {
    let tests = URL(filePath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let data = try? Data(contentsOf: tests.appending(path: "Fixtures").appending(path: name))
    return data.map { [UInt8]($0) } ?? []
  }
}

@Suite("The photo to compare with")
struct CardPictureTests {
  private let jpeg = Pictures.jpeg
  private let png = Pictures.png

  /// `bytes` with `length` of them replaced from where `marker` ends, plus `offset`.
  private func changed(
    _ bytes: [UInt8], after marker: [UInt8], offset: Int = 0, to new: [UInt8]
  ) throws -> [UInt8] {
    let start = try #require(
      bytes.indices.first { bytes[$0...].starts(with: marker) }, "no such marker")
    let place = start + marker.count + offset
    var result = bytes
    result.replaceSubrange(place..<(place + new.count), with: new)
    return result
  }

  @Test func whole() {
    #expect(jpeg.count > 1000 && png.count > 1000)
    #expect(CardPicture.flaw(in: jpeg) == nil)
    #expect(CardPicture.flaw(in: png) == nil)
    // Cameras pad.
    #expect(CardPicture.flaw(in: jpeg + [0, 0]) == nil)
  }

  @Test func otherKinds() {
    #expect(CardPicture.flaw(in: []) == .empty)
    #expect(CardPicture.flaw(in: Pictures.gif) == .gif)
    #expect(CardPicture.flaw(in: Pictures.animated) == .animated)
    #expect(CardPicture.flaw(in: Array("RIFF\0\0\0\0WEBPVP8 ".utf8)) == .webp)
    #expect(CardPicture.flaw(in: Array("text".utf8)) == .otherKind)
    #expect(CardPicture.flaw(in: [0xFF, 0xD8, 0xFF, 0xD9, 0, 0]) == .damaged)
  }

  @Test("nothing that is cut off passes, wherever the cut is")
  func truncated() {
    #expect(CardPicture.flaw(in: Array(jpeg.dropLast(2))) == .truncated)
    #expect(CardPicture.flaw(in: Array(png.dropLast())) == .truncated)
    for length in jpeg.indices.dropLast() {
      #expect(CardPicture.flaw(in: Array(jpeg[..<length])) != nil, "\(length) bytes of JPEG")
    }
    for length in png.indices {
      #expect(CardPicture.flaw(in: Array(png[..<length])) != nil, "\(length) bytes of PNG")
    }
  }

  @Test("a picture whose frame is whole and whose pixels are not")
  func pixels() throws {
    // Half of the scan is missing, the end marker is there.
    let half = Array(jpeg.prefix(jpeg.count * 2 / 3)) + [0xFF, 0xD9]
    #expect(CardPicture.flaw(in: half) == .undecodable)
    let damaged = try changed(
      png, after: Array("IDAT".utf8), offset: 200, to: [UInt8](repeating: 0x55, count: 40))
    #expect(CardPicture.flaw(in: damaged) == .undecodable)
    // No Huffman table: the segment is skipped as a comment.
    var tableless = jpeg
    for index in jpeg.indices where jpeg[index...].starts(with: [0xFF, 0xC4]) {
      tableless[index + 1] = 0xFE
    }
    #expect(CardPicture.flaw(in: tableless) == .undecodable)
  }

  @Test("sizes that no photo has are not decoded")
  func dimensions() throws {
    func sides(_ value: Int) -> [UInt8] { [UInt8(value >> 8), UInt8(value & 255)] }
    let wide = try changed(
      png, after: Array("IHDR".utf8), to: [0x7F, 0, 0, 0, 0, 0, 0, 64])
    #expect(CardPicture.flaw(in: wide) == .dimensions(width: 0x7F00_0000, height: 64))
    let thin = try changed(png, after: Array("IHDR".utf8), to: [0, 0, 0, 1, 0, 0, 0, 64])
    #expect(CardPicture.flaw(in: thin) == .dimensions(width: 1, height: 64))
    let large = try changed(
      jpeg, after: [0xFF, 0xC0], offset: 3, to: sides(16_000) + sides(16_000))
    #expect(CardPicture.flaw(in: large) == .dimensions(width: 16_000, height: 16_000))
    #expect(throws: AVError.self) {
      try StillPicture.decode(jpeg, as: .mjpeg, maximumPixels: 96 * 128 - 1)
    }
    let size = try StillPicture.decode(jpeg, as: .mjpeg, maximumPixels: 256 * 256)
    #expect(size == (96, 128))
  }

  @Test func theErrorSaysWhatToDo() {
    let error = #expect(throws: LivePrepError.self) {
      try CardPicture.check(Pictures.gif, file: "photo.jpg")
    }
    #expect(error?.kind == .unreadable)
    for words in ["photo.jpg", "it is a GIF", "-4018", "card.picture"] {
      #expect(error?.message.contains(words) == true)
    }
  }
}
