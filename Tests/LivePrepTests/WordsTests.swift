import Testing

@testable import LivePrep

/// What goes wrong is said in Chinese, too.
@Suite("Wording in both languages")
struct WordsTests {
  private func isChinese(_ text: String) -> Bool {
    text.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }
  }

  /// Runs `body`, which has to throw, and looks at both texts.
  private func expect(
    _ kind: LivePrepError.Kind, en: String, zh: String,
    _ location: SourceLocation = #_sourceLocation, _ body: () async throws -> Void
  ) async {
    let error = await #expect(throws: LivePrepError.self, sourceLocation: location) {
      try await body()
    }
    #expect(error?.kind == kind, sourceLocation: location)
    #expect(error?.words.en == en && error?.message == en, sourceLocation: location)
    #expect(error?.words.zh == zh, sourceLocation: location)
  }

  @Test func clips() async {
    await expect(
      .noSuchFile, en: "gone.mp4: no such file; check the name",
      zh: "gone.mp4：文件不存在，请检查文件名"
    ) { _ = try await Preflight().check("gone.mp4") }
    await expect(
      .noSuchFile, en: "/: is a directory; name a video file", zh: "/：是文件夹，请指定视频文件"
    ) { _ = try await Preflight().prepare("/", to: "out.mp4") }
  }

  @Test func submissions() async {
    await expect(
      .credentials,
      en: "There is no SecretKey in the environment (LIVEPREP_SECRET_ID, LIVEPREP_SECRET_KEY).",
      zh: "环境变量（LIVEPREP_SECRET_ID、LIVEPREP_SECRET_KEY）中没有 SecretKey。"
    ) { _ = try Credentials(environment: ["LIVEPREP_SECRET_ID": "a"]) }
    await expect(
      .usage, en: "11 best frames: 1 to 10 can be asked for.", zh: "最佳帧数 11：应为 1–10。"
    ) { try PaymentCheck.checkBestFrames(11) }
    await expect(
      .usage,
      en: "The identity number is not valid: it does not have 18 characters. The service would "
        + "answer -5804 or IdFormatError. Correct it, or leave out the check identity.number.",
      zh: "身份证号无效：长度不是 18 位。服务会返回 -5804 或 IdFormatError。请更正，或跳过检查 identity.number。"
    ) { try PaymentCheck.checkNumber("1", now: 0) }
    await expect(
      .unreadable,
      en: "The picture a.jpg cannot be used: it is empty. The service would answer -4018 or "
        + "ImageDecodeFailed. Use a whole JPEG or PNG, or leave out the check card.picture.",
      zh: "照片 a.jpg 不可用：文件为空。服务会返回 -4018 或 ImageDecodeFailed。"
        + "请使用完整的 JPEG 或 PNG，或跳过检查 card.picture。"
    ) { try CardPicture.check([], file: "a.jpg") }
    await expect(
      .usage, en: "An endpoint starts with https:// or http://.",
      zh: "服务地址须以 https:// 或 http:// 开头。"
    ) { _ = try Endpoint("ftp://a") }
  }

  @Test func verdicts() throws {
    var ending = Exchange.Ending(host: "h")
    ending.verdict = .refused(ServiceCode(-5013), "")
    let rejected = ending.result(secrets: [])
    let entry = try #require(Explanation.of(ServiceCode(-5013)))
    #expect(rejected.words.zh == "未通过，返回码 -5013。\(entry.meaning.zh)。\(entry.remedy.zh)")
    ending.verdict = .refused(ServiceCode(9), "")
    ending.clockSkew = -100
    let skewed = ending.result(secrets: []).words.zh
    #expect(skewed.hasPrefix("h 返回 9，不是核验结论。"))
    #expect(skewed.hasSuffix("本机时钟比服务慢 100 秒，请校准。"))
  }

  @Test("every code, and every flaw of a number or a picture")
  func catalogues() {
    for entry in Explanation.all {
      #expect(isChinese(entry.meaning.zh) && isChinese(entry.remedy.zh), "\(entry.code)")
      #expect(!isChinese(entry.meaning.en) && !isChinese(entry.remedy.en), "\(entry.code)")
    }
    for flaw in IdentityNumber.Flaw.allCases { #expect(isChinese(flaw.words.zh)) }
    let flaws: [CardPicture.Flaw] = [
      .empty, .gif, .webp, .otherKind, .truncated, .damaged, .animated, .undecodable,
      .dimensions(width: 1, height: 1),
    ]
    for flaw in flaws { #expect(isChinese(flaw.words.zh) || flaw.words.zh.hasPrefix("是")) }
  }

  @Test func measurements() {
    var clip = Clip()
    clip.bytes = 10
    clip.container = "mp4"
    clip.damage = [Words("the file ends before its data does", "文件不完整")]
    let report = Report(file: "a.mp4", clip: clip, profile: Profile())
    let readable = report.findings.first { $0.rule == .fileReadable }
    #expect(readable?.measuredText == "the file ends before its data does")
    #expect(readable?.measuredWords?.zh == "文件不完整")
    let size = report.findings.first { $0.rule == .fileSize }
    #expect(size?.measuredWords == Words("10 bytes", "10 字节"))
    #expect(report.refusalWords.zh.contains("file.readable：文件不完整，要求：完整且画面可解码的视频。"))
  }
}
