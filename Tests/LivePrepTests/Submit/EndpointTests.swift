import Testing

@testable import LivePrep

@Suite("Endpoints")
struct EndpointTests {
  @Test(
    arguments: [
      ("https://Gateway.example", "https://gateway.example", false),
      ("https://gateway.example:443/", "https://gateway.example", false),
      ("https://gateway.example:8443", "https://gateway.example:8443", false),
      ("http://127.0.0.1:8080", "http://127.0.0.1:8080", true),
      ("http://127.9.9.9", "http://127.9.9.9", true),
      ("http://localhost:1", "http://localhost:1", true),
      ("http://[::1]:8080", "http://[::1]:8080", true), ("http://[::2]", "http://[::2]", false),
      ("http://127.0.0.1.example", "http://127.0.0.1.example", false),
      ("http://localhost.example", "http://localhost.example", false),
      ("http://127.0.0.256", "http://127.0.0.256", false),
    ])
  func good(text: String, url: String, loopback: Bool) throws {
    let endpoint = try Endpoint(text)
    #expect(endpoint.url == url)
    #expect(endpoint.isLoopback == loopback)
  }

  @Test(
    arguments: [
      "", "gateway.example", "ftp://x", "https://", "https://user:pw@x", "https://x/path",
      "https://x?q", "https://x#f", "https://x y", "https://x\r\nY: z",
    ])
  func bad(text: String) {
    let error = #expect(throws: LivePrepError.self) { try Endpoint(text) }
    #expect(error?.kind == .usage)
  }

  @Test func ofTheVendor() throws {
    var configuration = ServiceConfiguration(
      credentials: Credentials(secretID: "a", secretKey: "b"))
    #expect(try configuration.endpoint(of: .image).url == "https://recognition.image.myqcloud.com")
    configuration.olderHost = true
    #expect(try configuration.endpoint(of: .image).url == "https://service.image.myqcloud.com")
    #expect(try configuration.endpoint(of: .cloud).url == "https://faceid.tencentcloudapi.com")
    #expect(throws: LivePrepError.self) { try configuration.endpoint(of: .cos) }
    configuration.bucket = "b-125"
    configuration.region = "ap-beijing"
    #expect(try configuration.endpoint(of: .cos).url == "https://b-125.cos.ap-beijing.myqcloud.com")
    configuration.region = "x.evil.example/"
    #expect(throws: LivePrepError.self) { try configuration.endpoint(of: .cos) }
  }

  @Test func plainHTTP() throws {
    var configuration = ServiceConfiguration(
      credentials: Credentials(secretID: "a", secretKey: "b"))
    configuration.endpoint = "http://gateway.example"
    let error = #expect(throws: LivePrepError.self) { try configuration.endpoint(of: .image) }
    #expect(
      error?.message
        == "Plain http to gateway.example would show face, voice, identity and signature to anyone "
        + "on the way. Use https, or allow http explicitly.")
    configuration.allowHTTP = true
    #expect(try configuration.endpoint(of: .image).url == "http://gateway.example")
  }
}
