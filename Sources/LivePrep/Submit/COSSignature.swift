import Wire

/// The signature of calls 5–8.
package enum COSSignature {
  package typealias Field = (name: String, value: String)

  /// - Parameters:
  ///   - path: of the object with its leading `/`, not encoded.
  ///   - query: not encoded; all of it is signed.
  ///   - headers: those to sign, not encoded; `host` among them.
  ///   - start: Unix seconds from which the signature is good.
  ///   - end: Unix seconds to which it is.
  /// - Returns: the value of `Authorization`.
  package static func authorization(
    method: String, path: String, query: [Field], headers: [Field], secretID: String,
    secretKey: Secret, start: Int, end: Int
  ) throws -> String {
    let query = canonical(query)
    let headers = canonical(headers)
    let keyTime = "\(start);\(end)"
    let formatString = """
      \(method.lowercased())
      \(path)
      \(joined(query))
      \(joined(headers))

      """
    let digest = Hex.encode(try Digest.of(Array(formatString.utf8), .sha1))
    let stringToSign = "sha1\n\(keyTime)\n\(digest)\n"
    let signKey = try secretKey.reveal {
      Hex.encode(try HMAC.of(Array(keyTime.utf8), key: Array($0.utf8), .sha1))
    }
    let signature = Hex.encode(
      try HMAC.of(Array(stringToSign.utf8), key: Array(signKey.utf8), .sha1))
    return "q-sign-algorithm=sha1&q-ak=\(secretID)&q-sign-time=\(keyTime)&q-key-time=\(keyTime)"
      + "&q-header-list=\(names(headers))&q-url-param-list=\(names(query))"
      + "&q-signature=\(signature)"
  }

  private static func canonical(_ fields: [Field]) -> [Field] {
    fields.map {
      (PercentEncoding.encode($0.name).lowercased(), PercentEncoding.encode($0.value))
    }
    .sorted { ($0.name, $0.value) < ($1.name, $1.value) }
  }

  private static func joined(_ fields: [Field]) -> String {
    fields.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
  }

  private static func names(_ fields: [Field]) -> String {
    fields.map(\.name).joined(separator: ";")
  }
}
