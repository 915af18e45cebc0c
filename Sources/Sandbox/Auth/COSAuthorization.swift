import LivePrep
import Wire

/// Takes the COS signature apart and computes it again.
struct COSAuthorization {
  private struct Field: Comparable {
    var name: String
    var value: String
    static func < (a: Field, b: Field) -> Bool { (a.name, a.value) < (b.name, b.value) }
  }

  var accounts: [SandboxConfiguration.Account]
  var now: Int

  func verify(_ request: Request) throws(Problem) {
    guard let header = request.header("authorization"), !header.isEmpty else { throw .unsigned }
    let given = try Self.fields(of: header)
    guard given["q-sign-algorithm"] == "sha1", let secretID = given["q-ak"],
      let signTime = given["q-sign-time"], let keyTime = given["q-key-time"],
      let headerList = given["q-header-list"], let queryList = given["q-url-param-list"],
      let signature = given["q-signature"]
    else { throw .badSignature }
    guard let account = accounts.with(secretID: secretID) else { throw .unknownSecretID }
    try check(account.token, request)
    try checkHost(request, account)

    let signKey = Hex.encode(
      try Digests.hmac(keyTime, key: account.secretKey.reveal { Array($0.utf8) }, .sha1))
    let query = try Self.signed(queryList, of: request.target.query)
    var isRight = false
    for headers in Self.readings(of: request.headers) {
      let format =
        "\(request.method.lowercased())\n\(request.target.path)\n\(query)\n"
        + "\(try Self.signed(headerList, of: headers))\n"
      let digest = Hex.encode(try Digests.digest(Array(format.utf8), .sha1))
      let expected = Hex.encode(
        try Digests.hmac("sha1\n\(signTime)\n\(digest)\n", key: Array(signKey.utf8), .sha1))
      isRight = isRight || expected == signature
    }
    guard isRight else { throw .wrongSignature }
    try check(time: signTime)
    try check(time: keyTime)
  }

  /// The headers as they arrived, and with the port taken off `host`: the vendor's own SDK for
  /// Python sends it and does not sign it.
  private static func readings(
    of headers: [(name: String, value: String)]
  ) -> [[(name: String, value: String)]] {
    let portless = headers.map { header in
      let isHost = header.name == "host"
      return (header.name, isHost ? String(header.value.prefix { $0 != ":" }) : header.value)
    }
    return [headers, portless]
  }

  private func check(_ token: Secret?, _ request: Request) throws(Problem) {
    guard let token else { return }
    let given = request.header("x-cos-security-token")
    guard token.reveal({ $0 == given }) else { throw .wrongToken }
  }

  /// A vendor's host names its bucket; a loopback address names none.
  private func checkHost(
    _ request: Request, _ account: SandboxConfiguration.Account
  ) throws(Problem) {
    guard let host = request.header("host"), let bucket = host.range(of: ".cos.") else { return }
    guard host[..<bucket].hasSuffix("-\(account.appid)") else { throw .wrongOperand }
  }

  private func check(time: String) throws(Problem) {
    let ends = time.split(separator: ";").map { Int($0) }
    guard ends.count == 2, let start = ends[0], let end = ends[1], start < end else {
      throw .badSignature
    }
    guard start <= now else { throw .skewed }
    guard end > now else { throw .expired }
  }

  /// The listed names with the values that really arrived: lower-case encoded names, encoded
  /// values, sorted.
  private static func signed(
    _ list: String, of present: [(name: String, value: String)]
  ) throws(Problem) -> String {
    var rest = present.map {
      Field(
        name: PercentEncoding.encode($0.name).lowercased(),
        value: PercentEncoding.encode($0.value))
    }
    var fields: [Field] = []
    for name in list.split(separator: ";") {
      guard let index = rest.firstIndex(where: { $0.name == name }) else { throw .wrongSignature }
      fields.append(rest.remove(at: index))
    }
    return fields.sorted().map { "\($0.name)=\($0.value)" }.joined(separator: "&")
  }

  private static func fields(of header: String) throws(Problem) -> [String: String] {
    var fields: [String: String] = [:]
    for item in header.split(separator: "&") {
      let pair = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard pair.count == 2, fields[String(pair[0])] == nil else { throw .badSignature }
      fields[String(pair[0])] = String(pair[1])
    }
    return fields
  }
}

extension String {
  /// Where `part` first stands.
  fileprivate func range(of part: String) -> Index? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(part) { return start }
      formIndex(after: &start)
    }
    return nil
  }
}
