import Glibc
import LivePrep

/// What a sandbox accepts, and how it is told to misbehave.
public struct SandboxConfiguration: Sendable {
  /// Whose requests are accepted.
  public struct Account: Sendable {
    public var appid: String
    public var secretID: Secret
    public var secretKey: Secret
    /// The token of temporary keys; where set, a request must carry it.
    public var token: Secret?

    public init(appid: String, secretID: Secret, secretKey: Secret, token: Secret? = nil) {
      self.appid = appid
      self.secretID = secretID
      self.secretKey = secretKey
      self.token = token
    }

    /// The keys that are accepted when none are given. They are public, and open nothing else.
    public static let documented = Account(
      appid: "1250000000", secretID: "AKIDsandboxsandboxsandboxsandbox0000",
      secretKey: "sandbox-key-that-opens-nothing-0")
  }

  /// What a clip is measured against. The services publish the first five; the loudness is ours.
  public struct Limits: Sendable {
    /// Displayed pixels, −5015.
    public var shorterSide = 270
    public var longerSide = 480
    /// Seconds: `SilentTooShort`, `VideoDurationExceeded`.
    public var duration = 2.0...20.0
    /// Bytes of video for the COS and Cloud calls: 8,000,000 characters of Base64.
    public var videoBytes = 6_000_000
    /// LUFS, the loudest 400 ms; below it there is no sound (−5007).
    public var audible = -55.0
    /// LUFS, integrated; below it the sound is too quiet (−5013).
    public var loudness = -35.0

    public init() {}
  }

  /// IPv4. Anything but loopback lets others in, and what they send is not encrypted.
  public var address = "127.0.0.1"
  /// 0: a free one.
  public var port: UInt16 = 0
  public var accounts = [Account.documented]
  /// 0 to 100; what every comparison answers, since no face is looked at.
  public var similarity = 90.0
  public var limits = Limits()
  /// Judges the picture as stored, as a service would that ignores rotation metadata, and calls
  /// one that lies on its side faceless (−5009).
  public var strictOrientation = false
  /// Accepts digits and action sequences that were never handed out.
  public var acceptsAnyChallenge = false
  /// Seconds for which a challenge is remembered.
  public var challengeLifetime = 600
  /// Writes the JSON of calls 1–4 without the comma before `}` that the vendor's samples show; the
  /// vendor's own SDK for Python cannot read that comma.
  public var strictJSON = false
  /// Whether an identity number must have a real date and the right check digit.
  public var checksIdentityNumbers = true
  public var faults: [Fault] = []
  /// Seconds by which the sandbox's clock runs ahead of the real one.
  public var skew = 0
  /// Requests per second above which code 15 is answered; `nil`: no limit.
  public var rate: Double?
  /// Requests at a time; more wait for a minute at the most. Idle connections do not count.
  public var requestLimit = 128
  /// Bytes of request bodies in memory at a time; more wait.
  public var bodyMemory = 256_000_000
  /// Unix seconds.
  public var clock: @Sendable () -> Int = { time(nil) }
  /// Called once a request, from the thread that served it; it must not call `stop()`.
  public var log: (@Sendable (SandboxLogEntry) -> Void)?

  public init() {}
}

/// One served request, without anything that a client chose beyond the call's own name.
public struct SandboxLogEntry: Sendable, Equatable, CustomStringConvertible {
  /// `nil`: no call of the service.
  public var endpoint: Endpoint?
  /// `nil`: the connection was closed without a reply.
  public var status: Int?
  /// The service's code: `0`, `15`, `FailedOperation.LipVoiceLow`, …
  public var code: String?
  /// Bytes of body that arrived.
  public var bytesIn: Int
  public var bytesOut: Int
  /// Seconds from the request line to the end of the reply.
  public var seconds: Double

  /// One line: `livedetectfour 200 code=0 in=812345 out=640 0.212s`.
  public var description: String {
    let call = endpoint?.rawValue ?? "-"
    let outcome = status.map(String.init) ?? "cut"
    let milliseconds = Int((seconds * 1000).rounded())
    return "\(call) \(outcome) code=\(code ?? "-") in=\(bytesIn) out=\(bytesOut) \(milliseconds)ms"
  }
}
