import CCrypto

/// A message digest by libcrypto.
package enum DigestAlgorithm: Sendable {
  case md5, sha1, sha256

  var evp: OpaquePointer? {
    switch self {
    case .md5: EVP_md5()
    case .sha1: EVP_sha1()
    case .sha256: EVP_sha256()
    }
  }

  /// Bytes of the result.
  var size: Int {
    switch self {
    case .md5: 16
    case .sha1: 20
    case .sha256: 32
    }
  }
}

/// libcrypto would not compute: MD5 may be barred by a FIPS provider, for one.
package struct CryptoError: Error, Equatable, CustomStringConvertible {
  package var call: String
  package var description: String { "\(call) of libcrypto failed" }
}

/// A digest over bytes that come piece by piece.
package struct Digest: ~Copyable {
  private let context: OpaquePointer
  private let algorithm: DigestAlgorithm

  package init(_ algorithm: DigestAlgorithm) throws(CryptoError) {
    guard let context = EVP_MD_CTX_new() else { throw CryptoError(call: "EVP_MD_CTX_new") }
    guard EVP_DigestInit_ex(context, algorithm.evp, nil) == 1 else {
      EVP_MD_CTX_free(context)
      throw CryptoError(call: "EVP_DigestInit_ex")
    }
    self.context = context
    self.algorithm = algorithm
  }

  deinit { EVP_MD_CTX_free(context) }

  package mutating func update(_ bytes: UnsafeRawBufferPointer) throws(CryptoError) {
    guard EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1 else {
      throw CryptoError(call: "EVP_DigestUpdate")
    }
  }

  package consuming func finish() throws(CryptoError) -> [UInt8] {
    var result = [UInt8](repeating: 0, count: algorithm.size)
    guard EVP_DigestFinal_ex(context, &result, nil) == 1 else {
      throw CryptoError(call: "EVP_DigestFinal_ex")
    }
    return result
  }

  /// The digest of bytes at hand.
  package static func of(
    _ bytes: [UInt8], _ algorithm: DigestAlgorithm
  ) throws(CryptoError) -> [UInt8] {
    var digest = try Digest(algorithm)
    do {
      try bytes.withUnsafeBytes { try digest.update($0) }
    } catch {
      throw error as? CryptoError ?? CryptoError(call: "EVP_DigestUpdate")
    }
    return try digest.finish()
  }
}

/// A keyed digest (RFC 2104) by libcrypto.
package enum HMAC {
  package static func of(
    _ message: [UInt8], key: [UInt8], _ algorithm: DigestAlgorithm
  ) throws(CryptoError) -> [UInt8] {
    var result = [UInt8](repeating: 0, count: algorithm.size)
    guard
      CCrypto.HMAC(
        algorithm.evp, key, Int32(key.count), message, message.count, &result, nil) != nil
    else { throw CryptoError(call: "HMAC") }
    return result
  }
}
