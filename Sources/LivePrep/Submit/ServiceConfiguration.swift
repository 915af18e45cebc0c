/// What all calls of one client have in common.
public struct ServiceConfiguration: Sendable {
  public var credentials: Credentials
  /// The project of calls 1–4.
  public var appID: String
  /// Calls 1–4: the bucket that the signature names, often empty. Calls 5–8: `NAME-APPID`.
  public var bucket = ""
  /// Of the object store (calls 5–8), and sent to the Cloud API where not empty.
  public var region = ""
  /// Replaces scheme, host and port of every call: `https://gateway.example`, `http://127.0.0.1:8080`.
  public var endpoint: String?
  /// Calls 1–4 at the vendor's older host, `service.image.myqcloud.com`.
  public var olderHost = false
  /// Seconds for one call with all its retries and waits, from the first request on.
  public var timeout = 60.0
  /// Seconds until a connection stands.
  public var connectTimeout = 10.0
  public var retry = RetryPolicy()
  /// A PEM file of certificate authorities in place of the system's.
  public var caFile: String?
  /// Plain `http` to hosts other than loopback.
  public var allowHTTP = false
  /// Requests under way at once; more wait. Each holds a thread with a small stack and up to six
  /// descriptors.
  public var concurrency = 64
  /// Bytes of an answer.
  public var replyLimit = 32 << 20

  public init(credentials: Credentials, appID: String = "") {
    self.credentials = credentials
    self.appID = appID
  }
}

/// Scheme, host and port.
struct Endpoint: Equatable, Sendable {
  var scheme: String
  /// With the port where it is not the scheme's own: what `Host` says and what is signed.
  var host: String

  /// - Parameter text: `http[s]://host[:port]`; nothing else is taken for an endpoint.
  init(_ text: String) throws(LivePrepError) {
    let lowered = text.lowercased()
    guard let scheme = ["https", "http"].first(where: { lowered.hasPrefix($0 + "://") }) else {
      throw LivePrepError(
        .usage, "An endpoint starts with https:// or http://.", "服务地址须以 https:// 或 http:// 开头。")
    }
    var rest = String(lowered.dropFirst(scheme.count + 3))
    if rest.hasSuffix("/") { rest.removeLast() }
    guard !rest.isEmpty,
      rest.utf8.allSatisfy({
        (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) || "-._:[]".utf8.contains($0)
      })
    else {
      throw LivePrepError(
        .usage,
        "An endpoint is scheme, host and port only, such as https://gateway.example:8443.",
        "服务地址只含协议、主机和端口，如 https://gateway.example:8443。")
    }
    self.scheme = scheme
    let standard = scheme == "https" ? ":443" : ":80"
    host = rest.hasSuffix(standard) ? String(rest.dropLast(standard.count)) : rest
  }

  var url: String { "\(scheme)://\(host)" }

  /// Whether what is sent stays on this machine.
  var isLoopback: Bool {
    if host == "[::1]" || host.hasPrefix("[::1]:") { return true }
    let name = host.split(separator: ":", maxSplits: 1).first.map(String.init) ?? ""
    if name == "localhost" { return true }
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127"
      && parts.allSatisfy { (Int($0) ?? 256) <= 255 && !$0.isEmpty }
  }
}

extension ServiceConfiguration {
  enum Entrance { case image, cos, cloud }

  /// Where a call goes; refuses what would travel unprotected.
  func endpoint(of entrance: Entrance) throws(LivePrepError) -> Endpoint {
    let base: Endpoint
    if let endpoint {
      base = try Endpoint(endpoint)
    } else {
      switch entrance {
      case .image:
        base = try Endpoint(
          olderHost
            ? "https://service.image.myqcloud.com" : "https://recognition.image.myqcloud.com")
      case .cos:
        guard isHostLabel(bucket), isHostLabel(region) else {
          throw LivePrepError(
            .usage,
            "The object store needs a bucket (NAME-APPID) and a region (such as ap-beijing).",
            "对象存储需要存储桶（NAME-APPID）和地域（如 ap-beijing）。")
        }
        base = try Endpoint("https://\(bucket).cos.\(region).myqcloud.com")
      case .cloud:
        base = try Endpoint("https://faceid.tencentcloudapi.com")
      }
    }
    if base.scheme == "http", !base.isLoopback, !allowHTTP {
      throw LivePrepError(
        .usage,
        "Plain http to \(base.host) would show face, voice, identity and signature to anyone on "
          + "the way. Use https, or allow http explicitly.",
        "以明文 http 访问 \(base.host) 会使途中任何人看到人脸、声音、身份信息和签名。"
          + "请使用 https，或明确允许 http。")
    }
    return base
  }

  private func isHostLabel(_ text: String) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy {
        (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x2D
      }
  }
}
