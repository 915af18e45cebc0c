import Foundation
import TestServer
import Testing

/// Ways to the service: through proxies of the environment, and by HTTP/2.
struct SubmitRouteTests {
  private let answer = TestServer.Action.json(
    #"{"data":{"validate_data":"9532",},"code":0,"message":"OK",}"#)

  private func challenge(
    _ options: [String], _ variables: [String: String]
  ) async throws -> Outcome {
    try await run(
      Places.products.appending(path: "liveprep").path,
      ["challenge", "--json", "--retries", "0", "--appid", "1250000000"] + options,
      environment: Account().environment.merging(variables) { $1 })
  }

  @Test("a proxy of the environment gets what goes to other machines")
  func forward() async throws {
    let proxy = TestServer { _ in answer }
    defer { proxy.stop() }
    // Nobody else knows this name: only the proxy can have resolved it.
    let endpoint = ["--endpoint", "http://gateway.invalid:8080", "--allow-http"]
    let outcome = try await challenge(endpoint, ["http_proxy": proxy.url])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(try outcome.decoded(ChallengeDocument.self).challenge == "9532")
    #expect(proxy.requests.map(\.target) == ["http://gateway.invalid:8080/face/livegetfour"])
    #expect(proxy.requests.first?.header("Host") == "gateway.invalid:8080")

    let excepted = try await challenge(
      endpoint, ["http_proxy": proxy.url, "no_proxy": ".invalid"])
    #expect(excepted.status == 69)
    #expect(proxy.requests.count == 1)
  }

  @Test("what goes to this machine goes there, whatever the environment says")
  func loopback() async throws {
    let (proxy, service) = (TestServer { _ in .cut }, TestServer { _ in answer })
    defer {
      proxy.stop()
      service.stop()
    }
    let outcome = try await challenge(
      ["--endpoint", service.url], ["http_proxy": proxy.url, "ALL_PROXY": proxy.url])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(proxy.requests.isEmpty && service.requests.count == 1)
  }

  @Test(
    "HTTP/2 through a tunnel, with a certificate of one's own",
    .enabled(
      if: SecureServer.tools.allSatisfy(Places.exists),
      "nghttpd (package nghttp2-server) or openssl is not installed"))
  func secure() async throws {
    let server = try await SecureServer(
      "gateway.invalid", page: "<Response><LiveCode>9532</LiveCode></Response>")
    let proxy = TestServer { _ in .tunnel(port: server.port) }
    defer { proxy.stop() }
    let options = [
      "--target", "liveness-recognition", "--via", "cos", "--endpoint", "https://gateway.invalid",
    ]
    let variables = ["https_proxy": proxy.url]
    // The server speaks nothing but HTTP/2.
    let outcome = try await challenge(options + ["--ca-file", server.certificate], variables)
    #expect(outcome.status == 0, "\(outcome.errors)\(outcome.text)")
    #expect(try outcome.decoded(ChallengeDocument.self).challenge == "9532")
    #expect(proxy.requests.map(\.method) == ["CONNECT"])
    #expect(proxy.requests.first?.target == "gateway.invalid:443")

    // An authority that nobody knows is not taken for one.
    let unknown = try await challenge(options, variables)
    #expect(unknown.status == 69)
    #expect(unknown.errors.lowercased().contains("certificate"), "\(unknown.errors)")
  }
}
