/// What is sent back.
struct Reply: Sendable {
  var status: Int
  var contentType: String
  var headers: [(name: String, value: String)] = []
  var body: [UInt8]
  /// The service's code, for the log: `0`, `15`, `-5013`, `FailedOperation.LipVoiceLow`, …
  var code: String
}

/// What tells a sandbox's answer from a service's.
enum Mark {
  static let server = "liveprep-sandbox"
  static let headerName = "X-Liveprep-Sandbox"
  static let headerValue = "a local stand-in; no face was verified"

  /// Every message of a reply goes through here.
  static func text(_ message: String) -> String {
    "\(message) (sandbox: no face was verified)"
  }
}
