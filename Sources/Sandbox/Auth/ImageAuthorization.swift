import LivePrep
import Wire

/// Takes the image signature apart and computes it again.
struct ImageAuthorization {
  /// Source: "at most three months".
  private static let longestLife = 93 * 86_400

  var accounts: [SandboxConfiguration.Account]
  var nonces: Nonces
  var now: Int

  /// - Returns: whose request it is.
  func verify(_ header: String?) throws(Problem) -> SandboxConfiguration.Account {
    guard let header, !header.isEmpty else { throw .unsigned }
    // Nothing but the canonical Base64 on one line.
    guard let bytes = Base64.decode(header.utf8), Base64.encode(bytes) == header,
      bytes.count > 20, let text = String(validating: bytes[20...], as: UTF8.self)
    else { throw .badSignature }
    let fields = try Self.fields(of: text)
    let account = try account(appid: fields["a"], secretID: fields["k"])
    let code = try Digests.hmac(
      text, key: account.secretKey.reveal { Array($0.utf8) }, .sha1)
    guard code.elementsEqual(bytes[..<20]) else { throw .wrongSignature }
    try checkTimes(fields, whole: header)
    return account
  }

  private func account(
    appid: String?, secretID: String?
  ) throws(Problem) -> SandboxConfiguration.Account {
    guard let appid, let secretID, !appid.isEmpty, !secretID.isEmpty else { throw .badSignature }
    guard accounts.contains(where: { $0.appid == appid }) else { throw .unknownAppid }
    guard let account = accounts.with(secretID: secretID) else { throw .unknownSecretID }
    guard account.appid == appid else { throw .foreignSecretID }
    return account
  }

  private func checkTimes(_ fields: [String: String], whole: String) throws(Problem) {
    guard let expiry = fields["e"].flatMap({ Int($0) }),
      let signed = fields["t"].flatMap({ Int($0) }), let random = fields["r"],
      (1...10).contains(random.utf8.count), random.utf8.allSatisfy({ (48...57).contains($0) })
    else { throw .badSignature }
    guard signed <= now + Tolerance.image else { throw .skewed }
    if expiry == 0 {
      guard fields["f"]?.isEmpty == false else { throw .badSignature }
      guard signed >= now - Tolerance.image else { throw .expired }
      let until = signed + Tolerance.image
      guard nonces.spend(whole, now: now, until: until) else { throw .replayed }
    } else {
      guard fields["f", default: ""].isEmpty, expiry > signed,
        expiry - signed <= Self.longestLife
      else { throw .badSignature }
      guard expiry > now else { throw .expired }
    }
  }

  private static func fields(of text: String) throws(Problem) -> [String: String] {
    var fields: [String: String] = [:]
    for item in text.split(separator: "&") {
      let pair = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard pair.count == 2, fields[String(pair[0])] == nil else { throw .badSignature }
      fields[String(pair[0])] = String(pair[1])
    }
    return fields
  }
}
