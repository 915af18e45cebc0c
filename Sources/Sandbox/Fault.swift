import LivePrep

/// One way in which the sandbox is told to fail, so that a caller can rehearse its retries.
///
/// As text: `code=15,times=2`, `http=503,retry-after=1`, `latency=500ms,path=livegetfour`,
/// `cut=100000`, `cut=reply`, `truncate=20,skip=1`.
public struct Fault: Sendable, Equatable {
  /// Where a connection is closed before the service has answered.
  public enum Cut: Sendable, Equatable {
    /// After that many bytes of the request's body, or at its end where it is shorter.
    case body(Int)
    /// After the whole request, before the reply.
    case reply
  }

  /// The service's code: `15`, `-5013`, `FailedOperation.LipVoiceLow`. A code that a call's family
  /// has no word for leaves that call alone.
  public var code: String?
  /// The HTTP status; without a `code` the body is HTML, as from a proxy in between.
  public var status: Int?
  public var cut: Cut?
  /// The reply breaks off after that many bytes of its body.
  public var truncate: Int?
  /// Seconds before the reply.
  public var latency: Double?
  /// Seconds, sent as `Retry-After`.
  public var retryAfter: Int?
  /// Which calls it befalls: a path, a call's name or a family (`image`, `cos`, `cloud`); `nil`: all.
  public var path: String?
  /// How many requests it befalls; `nil`: all.
  public var times: Int?
  /// How many requests go through before it begins.
  public var skip = 0

  public init() {}

  /// Slows every request down.
  public static func latency(_ seconds: Double) -> Fault {
    var fault = Fault()
    fault.latency = seconds
    return fault
  }

  /// Cuts every connection.
  public static func cut(_ cut: Cut) -> Fault {
    var fault = Fault()
    fault.cut = cut
    return fault
  }

  /// Parses `reply` or a number of bytes.
  public static func cut(parsing text: String) -> Cut? {
    text == "reply" ? .reply : Int(text).flatMap { $0 >= 0 ? .body($0) : nil }
  }

  /// Parses `key=value` pairs separated by commas.
  ///
  /// - Throws: `LivePrepError` of kind `usage`.
  public init(parsing text: String) throws(LivePrepError) {
    for item in text.split(separator: ",", omittingEmptySubsequences: false) {
      let pair = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard pair.count == 2, !pair[1].isEmpty else {
        throw Self.usage(text, "\"\(item)\" is not key=value")
      }
      try set(pair[0].trimmed, pair[1].trimmed, in: text)
    }
    let acts = code != nil || status != nil || cut != nil || truncate != nil || latency != nil
    guard acts else {
      throw Self.usage(text, "nothing to do; give code, http, cut, truncate or latency")
    }
  }

  private mutating func set(
    _ key: String, _ value: String, in text: String
  ) throws(LivePrepError) {
    switch key {
    case "code": code = value
    case "http": status = try Self.number(value, 200...599, key, text)
    case "cut":
      guard let place = Self.cut(parsing: value) else {
        throw Self.usage(text, "cut cannot be \"\(value)\"")
      }
      cut = place
    case "truncate": truncate = try Self.number(value, 0..., key, text)
    case "latency":
      guard let seconds = Self.seconds(parsing: value) else {
        throw Self.usage(text, "latency is a time such as 500ms or 2s")
      }
      latency = seconds
    case "retry-after": retryAfter = try Self.number(value, 0..., key, text)
    case "times": times = try Self.number(value, 1..., key, text)
    case "skip": skip = try Self.number(value, 0..., key, text)
    case "path":
      guard Endpoint.allCases.contains(where: { $0.matches(value) }) else {
        let names = Endpoint.allCases.map(\.rawValue).joined(separator: ", ")
        throw Self.usage(
          text, "no call is named \"\(value)\"; image, cos, cloud, or one of \(names)")
      }
      path = value
    default:
      throw Self.usage(
        text,
        "unknown key \"\(key)\"; there are code, http, cut, truncate, latency, retry-after, path, "
          + "times and skip")
    }
  }

  /// Parses `500ms`, `2s`, `1.5` (seconds); up to an hour.
  public static func seconds(parsing text: String) -> Double? {
    let (digits, scale) =
      text.hasSuffix("ms")
      ? (text.dropLast(2), 0.001) : (text.hasSuffix("s") ? text.dropLast() : text[...], 1.0)
    guard let value = Double(digits), (0...3600).contains(value * scale) else { return nil }
    return value * scale
  }

  private static func number(
    _ value: String, _ range: some RangeExpression<Int>, _ key: String, _ text: String
  ) throws(LivePrepError) -> Int {
    guard let number = Int(value), range.contains(number) else {
      throw usage(text, "\(key) cannot be \"\(value)\"")
    }
    return number
  }

  private static func usage(_ text: String, _ why: String) -> LivePrepError {
    LivePrepError(.usage, "--fail \"\(text)\": \(why)")
  }
}
