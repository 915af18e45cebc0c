import Foundation
import Testing

/// Keys and persons show up nowhere: not in what is said, not in what is left behind.
@Suite(.enabled(if: Places.hasSamples, "\(Places.missingSamples)"))
struct SubmitSecretTests {
  private let account = Account(
    secretID: "AKIDplanted7f3a9c51e8b2d4064", secretKey: "planted/Key+7f3a9c51=e8b2d4",
    number: "440524188001010014", name: "欧阳植入")
  private let clip = Places.sample("fine.mp4")

  /// A value in every spelling that it may travel in.
  private func spellings(of value: String) -> [String] {
    let escaped = value.utf8.map { byte in
      let isPlain =
        Character(UnicodeScalar(byte)).isLetter && byte < 0x80
        || (0x30...0x39).contains(byte)
      return isPlain ? String(UnicodeScalar(byte)) : "%" + hex(byte)
    }.joined()
    let unicode = value.utf16.map { $0 < 0x80 ? String(UnicodeScalar(UInt8($0))) : "\\u" + hex($0) }
      .joined()
    // In the middle of a longer text its Base64 depends on where it starts; the first and the last
    // characters on its neighbours.
    let encoded = (0..<3).map { offset in
      let text = Data(repeating: 0, count: offset) + Data(value.utf8)
      let whole = text.base64EncodedString().replacingOccurrences(of: "=", with: "")
      return String(whole.dropFirst(offset == 0 ? 0 : offset + 1).dropLast(1))
    }
    let digits = value.utf8.map { hex($0) }.joined()
    let all = [value, escaped, unicode, digits] + encoded
    return all + [escaped.lowercased(), unicode.lowercased(), digits.lowercased()]
  }

  private func hex(_ number: some BinaryInteger) -> String {
    let text = String(number, radix: 16, uppercase: true)
    return String(repeating: "0", count: number < 256 ? 2 - text.count : 4 - text.count) + text
  }

  private func expectClean(
    _ text: String, _ what: String, _ location: SourceLocation = #_sourceLocation
  ) {
    for value in [account.secretKey, account.secretID, account.number, account.name] {
      for spelling in spellings(of: value) {
        #expect(
          !text.contains(spelling), "\(what) shows \(spelling)", sourceLocation: location)
      }
    }
  }

  @Test("the spellings are found where they are")
  func spellings() {
    let value = account.name
    for text in [
      "x=" + (value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""),
      Data("{\"n\":\"\(value)\"}".utf8).base64EncodedString(),
      Data("{\"na\":\"\(value)\"}".utf8).base64EncodedString(),
      Data("{\"nam\":\"\(value)\"}".utf8).base64EncodedString(),
    ] {
      #expect(spellings(of: value).contains { text.contains($0) }, "\(text)")
    }
  }

  /// Runs a command both ways, and searches all that it said.
  private func search(
    _ sandbox: SandboxProcess, _ arguments: [String], status: Int32,
    environment: [String: String]? = nil, input: String? = nil,
    _ location: SourceLocation = #_sourceLocation
  ) async throws {
    for more in [["--json"], ["--lang", "zh"]] {
      let outcome = try await sandbox.client(
        arguments + more, environment: environment, input: input ?? account.identity)
      let what = (arguments + more).joined(separator: " ")
      #expect(
        outcome.status == status, "\(what): \(outcome.errors)", sourceLocation: location)
      expectClean(outcome.text, what, location)
      expectClean(outcome.errors, what, location)
    }
  }

  @Test("every flow that passes", arguments: Flow.all)
  func passing(flow: Flow) async throws {
    let sandbox = try await SandboxProcess(["--any-challenge"], account: account)
    let challenge = ["lip": "9532", "action": "1,2"][flow.mode]
    try await search(sandbox, ["challenge"] + flow.options, status: 0)
    try await search(
      sandbox, ["submit"] + flow.submission(clip, challenge: challenge), status: 0)
    expectClean(try sandbox.stop(), "the sandbox")
    #expect(sandbox.leftovers.isEmpty)
  }

  @Test(
    "every way to fail",
    arguments: [
      ("code=-5008", 1), ("code=-5804", 1), ("code=14", 77), ("code=9", 77), ("code=15", 75),
      ("code=21", 64), ("code=213", 69), ("code=-1", 69), ("http=502", 69), ("truncate=30", 69),
      ("cut=reply", 69), ("cut=1000", 69), ("latency=5s", 75),
    ] as [(String, Int32)])
  func failing(fault: String, status: Int32) async throws {
    let sandbox = try await SandboxProcess(
      ["--any-challenge", "--fail", fault], account: account)
    let call = [
      "submit", clip, "--target", "idcardlivedetectfour", "--validate-data", "9532",
      "--retries", "0", "--timeout", "2", "--identity", "-",
    ]
    try await search(sandbox, call, status: status)
    expectClean(try sandbox.stop(), "the sandbox")
    #expect(sandbox.leftovers.isEmpty)
  }

  @Test("what is wrong on this side")
  func ownFaults() async throws {
    let sandbox = try await SandboxProcess(["--any-challenge"], account: account)
    let number = ["--id-number", account.number, "--id-name", account.name]
    let call = ["submit", clip, "--target", "idcardlivedetectfour", "--validate-data", "9532"]
    try await search(sandbox, ["id-compare", "--image", Flow.card] + number, status: 0)
    try await search(sandbox, call + number + ["--card"], status: 64)
    try await search(sandbox, call + ["--id-number", account.number], status: 64)
    try await search(sandbox, call + number + ["--identity", "-"], status: 64)
    let pairs = [
      (account.number.dropLast() + "3", account.name), (account.number, account.name + "\n"),
    ]
    for (number, name) in pairs {
      try await search(
        sandbox, call + ["--id-number", String(number), "--id-name", name], status: 64)
    }
    // Half of a JSON, and one with a number for a text.
    for text in [
      String(account.identity.dropLast(3)), "{\"idNumber\":\(account.number.prefix(17))}",
    ] {
      try await search(sandbox, call + ["--identity", "-"], status: 64, input: text)
    }
    try await search(sandbox, ["submit", "gone.mp4"] + call.dropFirst(2) + number, status: 66)
    try await search(
      sandbox, call + number,
      status: 77, environment: ["LIVEPREP_SECRET_KEY": account.secretKey])
    try await search(
      sandbox, call + number, status: 77,
      environment: [
        "LIVEPREP_SECRET_ID": account.secretID, "LIVEPREP_SECRET_KEY": account.secretKey + "\n",
      ])
    expectClean(try sandbox.stop(), "the sandbox")
    #expect(sandbox.leftovers.isEmpty)
  }
}
