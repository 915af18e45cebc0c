import Testing

@testable import Wire

@Suite("Encodings and digests")
struct EncodingTests {
  @Test(
    "Base64 as RFC 4648 has it",
    arguments: [
      ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
      ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
    ])
  func base64(plain: String, encoded: String) {
    #expect(Base64.encode(Array(plain.utf8)) == encoded)
    #expect(Base64.decode(encoded.utf8) == Array(plain.utf8))
    #expect(Base64.length(of: plain.utf8.count) == encoded.utf8.count)
  }

  @Test func base64OfAllBytes() {
    let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 * 7 + $0 / 256) }
    #expect(Base64.decode(Base64.encode(bytes).utf8) == bytes)
  }

  @Test("what is no Base64", arguments: ["A", "AAAA=A", "A*==", "AA===", "====", "Zg==Zg=="])
  func noBase64(text: String) { #expect(Base64.decode(text.utf8) == nil) }

  @Test func base64Leniency() {
    #expect(Base64.decode("Zm9v\r\nYg".utf8) == Array("foob".utf8))
  }

  @Test(
    arguments: [
      ("AZaz09-_.~", "AZaz09-_.~"), (" +&/=?#%", "%20%2B%26%2F%3D%3F%23%25"),
      ("韦小宝", "%E9%9F%A6%E5%B0%8F%E5%AE%9D"), ("!*'()", "%21%2A%27%28%29"),
    ])
  func percent(plain: String, encoded: String) {
    #expect(PercentEncoding.encode(plain) == encoded)
  }

  @Test func percentKeeps() { #expect(PercentEncoding.encode("/a b/", keep: "/") == "/a%20b/") }

  /// Digests of "abc" (FIPS 180, RFC 1321); HMACs of RFC 2202 and RFC 4231, case 2.
  @Test func digests() throws {
    let abc = Array("abc".utf8)
    #expect(Hex.encode(try Digest.of(abc, .md5)) == "900150983cd24fb0d6963f7d28e17f72")
    #expect(Hex.encode(try Digest.of(abc, .sha1)) == "a9993e364706816aba3e25717850c26c9cd0d89d")
    #expect(
      Hex.encode(try Digest.of(abc, .sha256))
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    let (key, text) = (Array("Jefe".utf8), Array("what do ya want for nothing?".utf8))
    #expect(
      Hex.encode(try HMAC.of(text, key: key, .sha1)) == "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79")
    #expect(
      Hex.encode(try HMAC.of(text, key: key, .sha256))
        == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
  }
}
