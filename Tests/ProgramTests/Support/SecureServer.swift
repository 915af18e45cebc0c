import Foundation
import Testing

/// `nghttpd`: one page by HTTP/2 over TLS, on a free port, under a certificate made for it.
final class SecureServer: Sendable {
  static let tools = ["/usr/sbin/nghttpd", "/usr/bin/openssl"]

  let port: Int
  let certificate: String
  private let scratch: Scratch
  private let process: Process

  init(_ host: String, page: String) async throws {
    scratch = try Scratch()
    certificate = scratch.file("certificate.pem")
    let key = scratch.file("key.pem")
    let made = try await run(
      Self.tools[1],
      [
        "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
        "-keyout", key, "-out", certificate, "-days", "2", "-subj", "/CN=\(host)", "-addext",
        "subjectAltName=DNS:\(host)",
      ])
    try #require(made.status == 0, "\(made.errors)")
    try Data(page.utf8).write(to: URL(filePath: scratch.file("index.html")))
    port = 20_000 + Int.random(in: 0..<20_000)
    process = Process()
    process.executableURL = URL(filePath: Self.tools[0])
    process.arguments = ["-v", "-a", "127.0.0.1", "-d", scratch.path, "\(port)", key, certificate]
    process.standardInput = FileHandle.nullDevice
    let log = scratch.file("log")
    try Data().write(to: URL(filePath: log))
    process.standardOutput = try FileHandle(forWritingTo: URL(filePath: log))
    process.standardError = FileHandle.nullDevice
    try process.run()
    var said = ""
    for _ in 0..<100 where !said.contains("listen ") {
      try await Task.sleep(for: .milliseconds(50))
      said = try String(contentsOfFile: log, encoding: .utf8)
    }
    try #require(said.contains("listen "), "nghttpd did not start: \(said)")
  }

  deinit { if process.isRunning { process.terminate() } }
}
