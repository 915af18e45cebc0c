import Wire

/// The signature of call 9, TC3-HMAC-SHA256.
package enum TC3Signature {
  /// - Parameters:
  ///   - host: as the `Host` header has it.
  ///   - contentType: as the `Content-Type` header has it.
  ///   - payloadDigest: SHA-256 of the body, lower-case hexadecimal.
  ///   - timestamp: Unix seconds, as `X-TC-Timestamp` has it.
  /// - Returns: the value of `Authorization`.
  package static func authorization(
    host: String, contentType: String, payloadDigest: String, service: String = "faceid",
    secretID: String, secretKey: Secret, timestamp: Int
  ) throws -> String {
    let canonicalRequest = """
      POST
      /

      content-type:\(contentType)
      host:\(host)

      content-type;host
      \(payloadDigest)
      """
    let date = utcDate(timestamp)
    let scope = "\(date)/\(service)/tc3_request"
    let digest = Hex.encode(try Digest.of(Array(canonicalRequest.utf8), .sha256))
    let stringToSign = "TC3-HMAC-SHA256\n\(timestamp)\n\(scope)\n\(digest)"
    let secretDate = try secretKey.reveal {
      try HMAC.of(Array(date.utf8), key: Array("TC3\($0)".utf8), .sha256)
    }
    let secretService = try HMAC.of(Array(service.utf8), key: secretDate, .sha256)
    let secretSigning = try HMAC.of(Array("tc3_request".utf8), key: secretService, .sha256)
    let signature = Hex.encode(
      try HMAC.of(Array(stringToSign.utf8), key: secretSigning, .sha256))
    return "TC3-HMAC-SHA256 Credential=\(secretID)/\(scope), SignedHeaders=content-type;host, "
      + "Signature=\(signature)"
  }

  /// The Gregorian date of a Unix time, `YYYY-MM-DD`, by Howard Hinnant's `civil_from_days`.
  static func utcDate(_ timestamp: Int) -> String {
    let (year, month, day) = CivilDate.of(unixSeconds: timestamp)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(year)-\(two(month))-\(two(day))"
  }
}
