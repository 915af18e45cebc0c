import FoundationEssentials
import LivePrep
import Wire

/// Takes the TC3 signature apart and computes it again.
struct TC3Authorization {
  private static let algorithm = "TC3-HMAC-SHA256"

  var accounts: [SandboxConfiguration.Account]
  var now: Int

  func verify(_ request: Request) throws(Problem) {
    guard let header = request.header("authorization"), !header.isEmpty else { throw .unsigned }
    let given = try Self.fields(of: header)
    guard let timestampText = request.header("x-tc-timestamp"),
      let timestamp = Int(timestampText),
      let credential = given["Credential"]?.split(separator: "/").map(String.init),
      let signedNames = given["SignedHeaders"], let signature = given["Signature"]
    else { throw .badSignature }
    let scope = [Self.date(of: timestamp), "faceid", "tc3_request"]
    guard credential.count == 4, Array(credential[1...]) == scope else { throw .badSignature }
    guard let account = accounts.with(secretID: credential[0]) else { throw .unknownSecretID }
    if let token = account.token {
      let given = request.header("x-tc-token")
      guard token.reveal({ $0 == given }) else { throw .wrongToken }
    }
    guard timestamp >= now - Tolerance.cloud else { throw .expired }
    guard timestamp <= now + Tolerance.cloud else { throw .skewed }

    let digest = Hex.encode(try Digests.digest(request.body, .sha256))
    let canonical =
      "POST\n/\n\n\(try Self.headers(signedNames, of: request))\n\(signedNames)\n\(digest)"
    let canonicalDigest = Hex.encode(try Digests.digest(Array(canonical.utf8), .sha256))
    var key = account.secretKey.reveal { Array("TC3\($0)".utf8) }
    for part in scope { key = try Digests.hmac(part, key: key, .sha256) }
    let text =
      "\(Self.algorithm)\n\(timestampText)\n\(scope.joined(separator: "/"))\n\(canonicalDigest)"
    guard Hex.encode(try Digests.hmac(text, key: key, .sha256)) == signature else {
      throw .wrongSignature
    }
  }

  /// One line a header; names and values in lower case, sorted by name. Content type and host must
  /// be among them.
  private static func headers(
    _ names: String, of request: Request
  ) throws(Problem) -> String {
    let names = names.split(separator: ";").map(String.init)
    guard names == names.sorted(), names.contains("content-type"), names.contains("host") else {
      throw .badSignature
    }
    var lines = ""
    for name in names {
      guard let value = request.header(name) else { throw .badSignature }
      lines += "\(name):\(value.trimmed.lowercased())\n"
    }
    return lines
  }

  /// `TC3-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…`.
  private static func fields(of header: String) throws(Problem) -> [String: String] {
    let halves = header.split(separator: " ", maxSplits: 1)
    guard halves.count == 2, halves[0] == algorithm else { throw .badSignature }
    var fields: [String: String] = [:]
    for item in halves[1].split(separator: ",") {
      let pair = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard pair.count == 2 else { throw .badSignature }
      fields[pair[0].trimmed] = pair[1].trimmed
    }
    return fields
  }

  /// `YYYY-MM-DD`, UTC.
  private static func date(of timestamp: Int) -> String {
    Date(timeIntervalSince1970: Double(timestamp)).formatted(.iso8601.year().month().day())
  }
}
