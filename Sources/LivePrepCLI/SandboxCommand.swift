import LivePrep
import Sandbox

/// `liveprep sandbox`
struct SandboxCommand: Command {
  static let syntax = Syntax(
    command: "sandbox",
    summary: Words(
      "a local stand-in for the services; it verifies no faces", "本地模拟服务；不核验人脸"),
    arguments: [],
    options: [
      Option("--port", "P", Words("port; 0, the default, takes a free one", "端口；默认 0，自动选择")),
      Option(
        "--address", "A",
        Words("IPv4 address (127.0.0.1); any other lets others in", "IPv4 地址（默认 127.0.0.1）")),
      Option("--appid", "ID", Words("project of the keys that it is given", "所给密钥的 AppID")),
      Option(
        "--credentials", "F",
        Words(
          "file (mode 0600) with keys to accept, besides those of the environment",
          "要接受的密钥文件（权限 0600），环境变量之外")),
      Option(
        "--fail", "F", repeats: true,
        Words(
          "such as code=15,times=2 or http=503,path=livegetfour", "如 code=15,times=2 或 http=503")),
      Option("--latency", "T", Words("before each reply: 500ms, 2s", "每次应答前的延迟：500ms、2s")),
      Option(
        "--cut", "N|reply",
        Words("cut connections after N bytes, or before the reply", "在 N 字节后或应答前断开连接")),
      Option("--rate", "N", Words("requests a second; more get code 15", "每秒请求数，超出返回 15")),
      Option("--skew", "S", Words("seconds that its clock runs ahead", "时钟超前的秒数")),
      Option("--similarity", "P", Words("what comparisons answer (90)", "比对返回的相似度（默认 90）")),
      Option(
        "--strict-orientation", Words("ignore rotation metadata", "忽略旋转元数据")),
      Option("--any-challenge", Words("accept any digits", "接受任意数字")),
      Option("--any-identity", Words("accept any identity number", "接受任意身份证号")),
      Option(
        "--strict-json",
        Words("no comma before } in the answers of calls 1-4", "调用 1–4 的应答中 } 前不带逗号")),
      Option("--quiet", Words("no line a request", "不逐条输出请求")), .json,
    ] + Option.common)

  private let configuration: SandboxConfiguration
  private let appID: String
  private let credentials: String?
  private let isQuiet: Bool
  private let isJSON: Bool

  init(_ arguments: Arguments) throws {
    var configuration = SandboxConfiguration()
    configuration.port = UInt16(try arguments.integer("--port", 0...65_535) ?? 0)
    if let address = arguments.string("--address") { configuration.address = address }
    configuration.faults = try arguments.strings("--fail").map(Fault.init(parsing:))
    if let latency = arguments.string("--latency") {
      configuration.faults.append(try Fault(parsing: "latency=\(latency)"))
    }
    if let cut = arguments.string("--cut") {
      configuration.faults.append(try Fault(parsing: "cut=\(cut)"))
    }
    configuration.rate = try arguments.number("--rate", 0.01...1e6)
    configuration.skew = try arguments.integer("--skew", -1_000_000_000...1_000_000_000) ?? 0
    configuration.similarity = try arguments.number("--similarity", 0...100) ?? 90
    configuration.strictOrientation = arguments.flag("--strict-orientation")
    configuration.acceptsAnyChallenge = arguments.flag("--any-challenge")
    configuration.strictJSON = arguments.flag("--strict-json")
    configuration.checksIdentityNumbers = !arguments.flag("--any-identity")
    self.configuration = configuration
    appID = arguments.string("--appid") ?? SandboxConfiguration.Account.documented.appid
    credentials = arguments.string("--credentials")
    isQuiet = arguments.flag("--quiet")
    isJSON = arguments.flag(Option.json.name)
  }

  func run(_ console: Console) async throws -> ExitStatus {
    var configuration = configuration
    configuration.accounts += try given(console)
    if !isQuiet { configuration.log = { console.complain("sandbox: \($0)") } }
    let server = try SandboxServer(configuration: configuration)
    defer { server.stop() }
    let url = "http://\(configuration.address):\(server.port)"
    tell(url, port: server.port, console)
    // It serves until it is interrupted, which is no failure.
    while !Task.isCancelled { try? await Task.sleep(for: .seconds(3600)) }
    return .fine
  }

  /// Keys of the environment and of the file; none is needed.
  private func given(_ console: Console) throws -> [SandboxConfiguration.Account] {
    var keys: [Credentials] = []
    if let credentials { keys.append(try Credentials(file: credentials)) }
    let names = ["LIVEPREP_SECRET_ID", "TENCENTCLOUD_SECRET_ID"]
    if names.contains(where: { console.environment[$0]?.isEmpty == false }) {
      keys.append(try Credentials(environment: console.environment))
    }
    return keys.map {
      .init(appid: appID, secretID: $0.secretID, secretKey: $0.secretKey, token: $0.token)
    }
  }

  private func tell(_ url: String, port: UInt16, _ console: Console) {
    let account = SandboxConfiguration.Account.documented
    guard !isJSON else {
      return console.print(
        JSON.object([
          "schema": .string("liveprep.sandbox/1"), "url": .string(url), "port": .int(port),
          "appid": .string(account.appid),
        ]).text)
    }
    console.print(url)
    // These keys are public, and open nothing but a sandbox.
    let keys = account.secretID.reveal { id in
      account.secretKey.reveal { "LIVEPREP_SECRET_ID=\(id) LIVEPREP_SECRET_KEY=\($0)" }
    }
    console.complain(
      console.language(
        "a sandbox, it verifies no faces; use --endpoint \(url) --appid \(account.appid) with \(keys)",
        "这是沙箱，不核验人脸；请使用 --endpoint \(url) --appid \(account.appid)，并设置 \(keys)"))
  }
}
