import FoundationEssentials
import Glibc
import LivePrep

extension Option {
  /// What every command that reaches a service takes.
  static let service = [
    Option(
      "--endpoint", "URL",
      Words("replaces scheme, host and port of the service", "替换服务的协议、主机和端口")),
    Option("--appid", "ID", Words("the project (or LIVEPREP_APPID)", "项目 AppID（或 LIVEPREP_APPID）")),
    Option("--bucket", "B", Words("NAME-APPID", "存储桶 NAME-APPID")),
    Option("--region", "R", Words("such as ap-beijing", "地域，如 ap-beijing")),
    Option(
      "--credentials", "F",
      Words(
        "file (mode 0600) in place of LIVEPREP_SECRET_ID and LIVEPREP_SECRET_KEY",
        "凭据文件（权限 0600），代替环境变量 LIVEPREP_SECRET_ID、LIVEPREP_SECRET_KEY")),
    Option("--timeout", "S", Words("seconds for the call with its retries", "调用总时限（秒）")),
    Option("--retries", "N", Words("requests after the first", "重试次数")),
    Option("--ca-file", "F", Words("PEM file of certificate authorities", "CA 证书文件（PEM）")),
    Option("--older-host", Words("service.image.myqcloud.com", "使用旧域名")),
    Option(
      "--allow-http", Words("plain http to other machines", "允许以明文 http 访问其他主机")),
  ]
  static let identity = [
    Option(
      "--identity", "F",
      Words("JSON with idNumber and name; - for standard input", "含 idNumber、name 的 JSON；- 为标准输入")),
    Option("--id-number", "N", Words("identity number", "身份证号")),
    Option("--id-name", "NAME", Words("name", "姓名")),
  ]
  static let via = Option(
    "--via", "cos|cloud",
    Words("entrance of liveness-recognition (cloud)", "liveness-recognition 的入口（默认 cloud）"))
  static let threshold = Option(
    "--threshold", "P", Words("likeness that passes, 0 to 100 (70)", "通过的相似度，0–100（默认 70）"))
  static let skip = Option(
    "--skip-check", "C", repeats: true,
    Words(
      "leave out a check before paying: "
        + PaymentCheck.allCases.map(\.rawValue).joined(separator: ", "),
      "跳过付费前的本地检查：" + PaymentCheck.allCases.map(\.rawValue).joined(separator: "、")))
}

/// How a command reaches the service, as far as the command line says.
struct ServiceOptions: Sendable {
  private let appID: String?
  private let credentials: String?
  private let apply: @Sendable (inout ServiceConfiguration) -> Void
  private let cleartextHost: String?

  init(_ arguments: Arguments) throws {
    appID = arguments.string("--appid")
    credentials = arguments.string("--credentials")
    let endpoint = arguments.string("--endpoint")
    let timeout = try arguments.number("--timeout", 0.1...86_400)
    let retries = try arguments.integer("--retries", 0...20)
    let allowsHTTP = arguments.flag("--allow-http")
    let bucket = arguments.string("--bucket")
    let region = arguments.string("--region")
    let caFile = arguments.string("--ca-file")
    let olderHost = arguments.flag("--older-host")
    apply = { configuration in
      configuration.endpoint = endpoint
      if let timeout { configuration.timeout = timeout }
      if let retries { configuration.retry = RetryPolicy(attempts: retries + 1) }
      configuration.bucket = bucket ?? ""
      configuration.region = region ?? ""
      configuration.caFile = caFile
      configuration.olderHost = olderHost
      configuration.allowHTTP = allowsHTTP
    }
    cleartextHost = allowsHTTP ? endpoint.flatMap(Self.strangeHost) : nil
  }

  /// - Parameter needsAppID: whether the call is one of 1–4.
  /// - Throws: credentials first: without them nothing else matters.
  func client(_ console: Console, needsAppID: Bool) throws -> ServiceClient {
    let keys =
      if let credentials {
        try Credentials(file: credentials)
      } else {
        try Credentials(environment: console.environment)
      }
    let appID = appID ?? console.environment["LIVEPREP_APPID"] ?? ""
    if needsAppID, appID.isEmpty { throw UsageError.missingOption("--appid") }
    var configuration = ServiceConfiguration(credentials: keys, appID: appID)
    apply(&configuration)
    if let cleartextHost {
      console.complain(
        console.language(
          "warning: to \(cleartextHost) face, voice, identity and signature travel unprotected",
          "警告：发往 \(cleartextHost) 的人脸、声音、身份信息和签名均未加密"))
    }
    return ServiceClient(configuration)
  }

  /// The host of a plain `http` endpoint that is not this machine.
  private static func strangeHost(_ endpoint: String) -> String? {
    guard endpoint.lowercased().hasPrefix("http://") else { return nil }
    let host = String(endpoint.dropFirst(7).prefix { $0 != "/" })
    let isOurs = ["127.", "localhost", "[::1]"].contains { host.lowercased().hasPrefix($0) }
    return isOurs ? nil : host
  }
}

extension Arguments {
  /// Whom the person claims to be, from a file, standard input or the command line; nil where none
  /// of them says.
  func identity() throws -> Identity? {
    let number = string("--id-number")
    let name = string("--id-name")
    if let path = string("--identity") {
      if number != nil { throw UsageError.conflict("--identity", "--id-number") }
      if name != nil { throw UsageError.conflict("--identity", "--id-name") }
      return try Identity(json: Self.bytes(of: path))
    }
    switch (number, name) {
    case (let number?, let name?):
      return Identity(number: Secret(number), name: Secret(name))
    case (nil, nil): return nil
    case (nil, _): throw UsageError.missingOption("--id-number")
    case (_, nil): throw UsageError.missingOption("--id-name")
    }
  }

  func requiredIdentity() throws -> Identity {
    guard let identity = try identity() else { throw UsageError.missingOption("--identity") }
    return identity
  }

  func skippedChecks() throws(UsageError) -> Set<PaymentCheck> {
    var checks: Set<PaymentCheck> = []
    for text in strings(Option.skip.name) {
      guard let check = PaymentCheck(rawValue: text) else {
        throw .badValue(
          option: Option.skip.name, value: text,
          wanted: PaymentCheck.allCases.map(\.rawValue).joined(separator: ", "))
      }
      checks.insert(check)
    }
    return checks
  }

  /// Bytes that one name and one number may have at the most.
  private static let identityLimit = 64 << 10

  private static func bytes(of path: String) throws -> [UInt8] {
    let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw LivePrepError(
        .noSuchFile, "\(path): the identity cannot be read: \(String(cString: strerror(errno)))",
        "\(path)：无法读取身份信息：\(String(cString: strerror(errno)))")
    }
    defer { if descriptor != STDIN_FILENO { close(descriptor) } }
    var result: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else {
        throw LivePrepError(
          .noSuchFile, "\(path): the identity cannot be read: \(String(cString: strerror(errno)))",
          "\(path)：无法读取身份信息：\(String(cString: strerror(errno)))")
      }
      if count == 0 { return result }
      result += buffer.prefix(count)
      guard result.count <= identityLimit else {
        throw LivePrepError(
          .usage, "\(path): too long for one identity", "\(path)：超过一份身份信息的长度")
      }
    }
  }
}
