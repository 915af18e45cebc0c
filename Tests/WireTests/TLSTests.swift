import Foundation
import Testing

@testable import Wire

/// `openssl` makes a certificate for `localhost` and serves with it.
@Suite(
  "Certificates are verified",
  .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl"), "needs openssl"))
struct TLSTests {
  private static func openssl(_ arguments: [String]) throws -> Process {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/openssl")
    process.arguments = arguments
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    try process.run()
    return process
  }

  private func name(_ host: String, _ port: Int, caFile: String?) -> TransferError.Name? {
    var options = Curl.Options()
    options.caFile = caFile
    options.bypassesProxy = true
    options.timeout = 5
    do throws(TransferError) {
      _ = try Curl().send(
        HTTPRequest(method: "GET", url: "https://\(host):\(port)/"), options: options)
      return nil
    } catch {
      return error.name
    }
  }

  @Test func verified() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "liveprep-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (key, certificate) = (folder.path + "/key.pem", folder.path + "/certificate.pem")
    let maker = try Self.openssl([
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
      "-keyout", key, "-out", certificate, "-days", "2", "-subj", "/CN=localhost", "-addext",
      "subjectAltName=DNS:localhost",
    ])
    maker.waitUntilExit()
    try #require(maker.terminationStatus == 0)
    let port = 20_000 + Int.random(in: 0..<20_000)
    let server = try Self.openssl([
      "s_server", "-www", "-accept", "\(port)", "-key", key, "-cert", certificate,
    ])
    defer { server.terminate() }
    let deadline = Date() + 10
    while name("localhost", port, caFile: certificate) == .connect, Date() < deadline {
      usleep(50_000)
    }
    #expect(name("localhost", port, caFile: certificate) == nil)
    #expect(name("localhost", port, caFile: nil) == .tls)
    // The right authority for another name is as good as none.
    #expect(name("127.0.0.1", port, caFile: certificate) == .tls)
    #expect(name("localhost", port, caFile: folder.path + "/nowhere.pem") == .tls)
  }
}
