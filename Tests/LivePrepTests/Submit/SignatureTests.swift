import FoundationEssentials
import Testing
import Wire

@testable import LivePrep

/// What the vendor's own SDKs made of the same key, time and random number (`scripts/vectors.py`).
private struct Vectors: Decodable {
  struct Image: Decodable {
    var appid, bucket, sign: String
    var now, expires: Int
    var random: UInt32
  }
  struct COS: Decodable {
    var method, path, urlPath, key, authorization: String
    var query, headers: [[String]]
    var start, end: Int
  }
  struct TC3: Decodable {
    var action, host, contentType, payload, version, authorization: String
    var timestamp: Int
  }
  var secretId, secretKey, token: String
  var image: [Image]
  var cos: [COS]
  var tc3: [TC3]

  static func load() throws -> Vectors {
    let tests = URL(filePath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let file = tests.appending(path: "Fixtures/signatures.json")
    return try JSONDecoder().decode(Vectors.self, from: Data(contentsOf: file))
  }
}

@Suite("Signatures equal the vendor's, byte for byte")
struct SignatureTests {
  @Test func image() throws {
    let vectors = try Vectors.load()
    #expect(vectors.image.count == 3)
    for vector in vectors.image {
      let sign = try ImageSignature.sign(
        appID: vector.appid, bucket: vector.bucket, secretID: vectors.secretId,
        secretKey: Secret(vectors.secretKey), now: vector.now, expires: vector.expires,
        random: vector.random)
      #expect(sign == vector.sign)
    }
  }

  @Test func imageSingleUse() throws {
    let sign = try ImageSignature.sign(
      appID: "1", bucket: "b", secretID: "id", secretKey: "key", now: 5, expires: 0,
      random: .max, fileID: "file")
    let decoded = try #require(Base64.decode(sign.utf8))
    let text = String(decoding: decoded.dropFirst(20), as: UTF8.self)
    #expect(text == "a=1&b=b&k=id&e=0&t=5&r=4294967295&f=file")
    #expect(
      Array(decoded.prefix(20)) == (try HMAC.of(Array(text.utf8), key: Array("key".utf8), .sha1)))
  }

  @Test func cos() throws {
    let vectors = try Vectors.load()
    #expect(vectors.cos.count == 18)
    for vector in vectors.cos {
      let authorization = try COSSignature.authorization(
        method: vector.method, path: vector.path, query: vector.query.map { ($0[0], $0[1]) },
        headers: vector.headers.map { ($0[0], $0[1]) }, secretID: vectors.secretId,
        secretKey: Secret(vectors.secretKey), start: vector.start, end: vector.end)
      #expect(authorization == vector.authorization, "\(vector.method) \(vector.key)")
    }
  }

  @Test func tc3() throws {
    let vectors = try Vectors.load()
    #expect(vectors.tc3.count == 4)
    for vector in vectors.tc3 {
      let digest = Hex.encode(try Digest.of(Array(vector.payload.utf8), .sha256))
      let authorization = try TC3Signature.authorization(
        host: vector.host, contentType: vector.contentType, payloadDigest: digest,
        secretID: vectors.secretId, secretKey: Secret(vectors.secretKey),
        timestamp: vector.timestamp)
      #expect(authorization == vector.authorization, "\(vector.action)")
    }
  }
}
