import Wire

/// The signature of calls 1–4: what is signed travels with it.
package enum ImageSignature {
  /// - Parameters:
  ///   - now: Unix seconds.
  ///   - expires: Unix seconds, after `now` and at most three months on; 0 for a signature that is
  ///     good for one use, which then names a `fileID`.
  ///   - random: makes two signatures of one second differ; at most ten decimal digits.
  /// - Returns: the value of `Authorization`.
  package static func sign(
    appID: String, bucket: String, secretID: String, secretKey: Secret, now: Int, expires: Int,
    random: UInt32, fileID: String = ""
  ) throws -> String {
    let text = Array(
      "a=\(appID)&b=\(bucket)&k=\(secretID)&e=\(expires)&t=\(now)&r=\(random)&f=\(fileID)".utf8)
    let code = try secretKey.reveal { try HMAC.of(text, key: Array($0.utf8), .sha1) }
    return Base64.encode(code + text)
  }
}
