import Foundation
import Testing

@testable import Sandbox

@Suite struct PictureTests {
  private static func bytes(_ base64: String) throws -> [UInt8] {
    [UInt8](try #require(Data(base64Encoded: base64)))
  }

  /// One transparent pixel.
  static let png =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="

  @Test func placeholderIsAJPEGThatDecodes() throws {
    #expect(Picture.isComplete(try Self.bytes(PlaceholderPhoto.base64)[...]))
  }

  @Test func everyCutIsIncomplete() throws {
    for picture in [try Self.bytes(PlaceholderPhoto.base64), try Self.bytes(Self.png)] {
      #expect(Picture.isComplete(picture[...]))
      for end in 0..<picture.count - 4 {
        #expect(!Picture.isComplete(picture[..<end]), "cut to \(end) bytes")
      }
    }
  }

  @Test(arguments: ["GIF89a\u{1}\u{0}\u{1}\u{0}\u{0}\u{0}\u{0};", "", "xxxx", "BM"])
  func otherThings(text: String) { #expect(!Picture.isComplete(Array(text.utf8)[...])) }
}
