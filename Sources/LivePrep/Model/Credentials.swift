import FoundationEssentials
import Glibc

/// A key of the cloud account.
public struct Credentials: Sendable, Equatable {
  public var secretID: Secret
  public var secretKey: Secret
  /// Of a temporary key.
  public var token: Secret?

  public init(secretID: Secret, secretKey: Secret, token: Secret? = nil) {
    self.secretID = secretID
    self.secretKey = secretKey
    self.token = token
  }

  /// Reads `LIVEPREP_SECRET_ID`, `LIVEPREP_SECRET_KEY`, `LIVEPREP_TOKEN`, or else the vendor's
  /// `TENCENTCLOUD_SECRET_ID`, `TENCENTCLOUD_SECRET_KEY`, `TENCENTCLOUD_TOKEN`.
  public init(environment: [String: String]) throws(LivePrepError) {
    for family in ["LIVEPREP", "TENCENTCLOUD"] {
      let secretID = environment[family + "_SECRET_ID"] ?? ""
      let secretKey = environment[family + "_SECRET_KEY"] ?? ""
      // Half a pair is a slip; to go on to the next family would sign with another account.
      if secretID.isEmpty, secretKey.isEmpty { continue }
      try self.init(
        secretID: secretID, secretKey: secretKey,
        token: environment[family + "_TOKEN"] ?? environment[family + "_SESSION_TOKEN"],
        source: Words(
          "the environment (\(family)_SECRET_ID, \(family)_SECRET_KEY)",
          "环境变量（\(family)_SECRET_ID、\(family)_SECRET_KEY）"))
      return
    }
    throw LivePrepError(
      .credentials,
      "There are no credentials: set LIVEPREP_SECRET_ID and LIVEPREP_SECRET_KEY, or name a file "
        + "that holds them.",
      "没有凭据：请设置 LIVEPREP_SECRET_ID 和 LIVEPREP_SECRET_KEY，或指定凭据文件。")
  }

  /// Reads a file that only its owner may read (mode 0600): JSON
  /// `{"secretId": …, "secretKey": …, "token": …}`, or lines `SECRET_ID=…`, `SECRET_KEY=…`,
  /// `TOKEN=…`, with the environment's names, too.
  public init(file: String) throws(LivePrepError) {
    let descriptor = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw LivePrepError(
        errno == ENOENT ? .noSuchFile : .credentials,
        "Cannot open the credentials file \(file): \(String(cString: strerror(errno))).",
        "无法打开凭据文件 \(file)：\(String(cString: strerror(errno)))。")
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw LivePrepError(
        .credentials, "The credentials file \(file) is not a regular file.",
        "凭据文件 \(file) 不是普通文件。")
    }
    guard status.st_mode & 0o077 == 0 else {
      throw LivePrepError(
        .credentials, "Others may read the credentials file \(file): run `chmod 600` on it.",
        "其他用户可读取凭据文件 \(file)：请执行 `chmod 600`。")
    }
    var bytes = [UInt8](repeating: 0, count: 64 << 10)
    let count = bytes.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
    guard count >= 0, count < bytes.count else {
      throw LivePrepError(
        .credentials, "Cannot read the credentials file \(file).", "无法读取凭据文件 \(file)。")
    }
    let values = Self.values(in: Array(bytes.prefix(count)))
    try self.init(
      secretID: values["secretid"] ?? "", secretKey: values["secretkey"] ?? "",
      token: values["token"], source: Words("the credentials file \(file)", "凭据文件 \(file)"))
  }

  private init(
    secretID: String, secretKey: String, token: String?, source: Words
  ) throws(LivePrepError) {
    for (name, value) in [("SecretId", secretID), ("SecretKey", secretKey)] {
      guard !value.isEmpty else {
        throw LivePrepError(
          .credentials, "There is no \(name) in \(source.en).", "\(source.zh)中没有 \(name)。")
      }
      // Both go into headers: a stray line break must not become another header.
      guard value.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
        throw LivePrepError(
          .credentials,
          "The \(name) in \(source.en) holds a space, a control or a foreign character.",
          "\(source.zh)中的 \(name) 含有空格、控制字符或非 ASCII 字符。")
      }
    }
    if let token, !token.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) {
      throw LivePrepError(
        .credentials, "The token in \(source.en) holds a space, a control or a foreign character.",
        "\(source.zh)中的 token 含有空格、控制字符或非 ASCII 字符。")
    }
    self.init(
      secretID: Secret(secretID), secretKey: Secret(secretKey),
      token: token.flatMap { $0.isEmpty ? nil : Secret($0) })
  }

  /// Names without prefix, case and underscores.
  private static func values(in bytes: [UInt8]) -> [String: String] {
    var pairs: [(String, String)] = []
    if let object = try? JSONDecoder().decode([String: String].self, from: Data(bytes)) {
      pairs = object.map { ($0, $1) }
    } else {
      for line in String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline) {
        guard !line.trimmed().hasPrefix("#"), let equals = line.firstIndex(of: "=") else {
          continue
        }
        var value = line[line.index(after: equals)...].trimmed()
        for quote in ["\"", "'"] where value.count >= 2 {
          if value.hasPrefix(quote), value.hasSuffix(quote) {
            value = String(value.dropFirst().dropLast())
          }
        }
        var name = line[..<equals].trimmed()
        if name.hasPrefix("export ") { name = String(name.dropFirst(7)) }
        pairs.append((name, value))
      }
    }
    var values: [String: String] = [:]
    for (name, value) in pairs {
      var name = name.lowercased().filter { $0 != "_" && $0 != " " }
      for prefix in ["liveprep", "tencentcloud"] where name.hasPrefix(prefix) {
        name = String(name.dropFirst(prefix.count))
      }
      if name == "sessiontoken" { name = "token" }
      values[name] = value
    }
    return values
  }
}
