import LivePrep
import Wire

extension [SandboxConfiguration.Account] {
  func with(secretID: String) -> Element? {
    first { account in account.secretID.reveal { $0 == secretID } }
  }
}

/// Keyed digests in the vocabulary of the vendor's pages; a failure of libcrypto is the server's.
enum Digests {
  static func hmac(
    _ text: String, key: [UInt8], _ algorithm: DigestAlgorithm
  ) throws(Problem) -> [UInt8] {
    guard let code = try? HMAC.of(Array(text.utf8), key: key, algorithm) else {
      throw .internalError
    }
    return code
  }

  static func digest(
    _ bytes: [UInt8], _ algorithm: DigestAlgorithm
  ) throws(Problem) -> [UInt8] {
    guard let digest = try? Digest.of(bytes, algorithm) else { throw .internalError }
    return digest
  }
}

/// Seconds by which a client's clock may be ahead or behind.
enum Tolerance {
  static let image = 900
  static let cloud = 300
}
