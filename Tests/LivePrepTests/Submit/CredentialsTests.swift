import FoundationEssentials
import Testing

@testable import LivePrep

@Suite("Credentials and what must not be seen")
struct CredentialsTests {
  private func revealed(_ credentials: Credentials) -> [String?] {
    [
      credentials.secretID.reveal { $0 }, credentials.secretKey.reveal { $0 },
      credentials.token?.reveal { $0 },
    ]
  }

  @Test func environment() throws {
    let ours = ["LIVEPREP_SECRET_ID": "a", "LIVEPREP_SECRET_KEY": "b", "LIVEPREP_TOKEN": "c"]
    let theirs = ["TENCENTCLOUD_SECRET_ID": "d", "TENCENTCLOUD_SECRET_KEY": "e"]
    #expect(revealed(try Credentials(environment: ours)) == ["a", "b", "c"])
    #expect(revealed(try Credentials(environment: theirs)) == ["d", "e", nil])
    let both = ours.merging(theirs) { first, _ in first }
    #expect(revealed(try Credentials(environment: both)) == ["a", "b", "c"])
  }

  @Test(
    "environments without a whole pair",
    arguments: [
      [:], ["LIVEPREP_SECRET_ID": "planted"],
      [
        "LIVEPREP_SECRET_KEY": "planted", "TENCENTCLOUD_SECRET_ID": "x",
        "TENCENTCLOUD_SECRET_KEY": "y",
      ],
      ["LIVEPREP_SECRET_ID": "planted\nX: y", "LIVEPREP_SECRET_KEY": "planted"],
    ])
  func noEnvironment(environment: [String: String]) {
    let error = #expect(throws: LivePrepError.self) {
      try Credentials(environment: environment)
    }
    #expect(error?.kind == .credentials)
    #expect(error?.message.contains("planted") == false)
  }

  @Test(
    "files",
    arguments: [
      #"{"secretId": "a", "secretKey": "b=", "token": "c"}"#,
      "SECRET_ID=a\nSECRET_KEY=b=\nTOKEN=c\n",
      "# ours\nexport LIVEPREP_SECRET_ID = 'a'\r\nLIVEPREP_SECRET_KEY=\"b=\"\r\nLIVEPREP_TOKEN=c",
      "TENCENTCLOUD_SECRET_ID=a\nTENCENTCLOUD_SECRET_KEY=b=\nTENCENTCLOUD_SESSION_TOKEN=c",
    ])
  func files(text: String) throws {
    let file = try TemporaryFile(Array(text.utf8))
    #expect(revealed(try Credentials(file: file.path)) == ["a", "b=", "c"])
  }

  @Test("files that others may read", arguments: [0o644, 0o640, 0o604, 0o660])
  func openFiles(mode: Int) throws {
    let file = try TemporaryFile(Array("SECRET_ID=a\nSECRET_KEY=planted".utf8), mode: mode)
    let path = file.path
    let error = #expect(throws: LivePrepError.self) { try Credentials(file: path) }
    #expect(error?.kind == .credentials)
    #expect(
      error?.message == "Others may read the credentials file \(path): run `chmod 600` on it.")
  }

  @Test func otherFiles() throws {
    #expect(throws: LivePrepError.self) { try Credentials(file: "/tmp") }
    let missing = #expect(throws: LivePrepError.self) { try Credentials(file: "/nonexistent") }
    #expect(missing?.kind == .noSuchFile)
    let file = try TemporaryFile(Array("SECRET_ID=planted".utf8))
    let path = file.path
    let half = #expect(throws: LivePrepError.self) { try Credentials(file: path) }
    #expect(half?.message == "There is no SecretKey in the credentials file \(path).")
  }

  @Test func identity() throws {
    let identity = try Identity(json: Array(#"{"idNumber":" 1 ","name":"韦小宝","x":1}"#.utf8))
    #expect(identity == Identity(number: "1", name: "韦小宝"))
    let error = #expect(throws: LivePrepError.self) {
      try Identity(json: Array(#"{"idNumber":"planted"}"#.utf8))
    }
    #expect(error?.message.contains("planted") == false)
  }

  @Test func nothingPrintsASecret() {
    let credentials = Credentials(secretID: "planted", secretKey: "planted", token: "planted")
    let identity = Identity(number: "planted", name: "planted")
    let configuration = ServiceConfiguration(credentials: credentials)
    let submission = Submission(
      .idcardlivedetectfour(video: "v", validateData: "1", identity: identity))
    var dumped = ""
    for value in [credentials, identity, configuration, submission] as [Any] {
      dump(value, to: &dumped)
      dumped += "\(value) \(String(reflecting: value))"
    }
    #expect(dumped.contains("<secret>"))
    #expect(!dumped.contains("planted"))
  }
}
