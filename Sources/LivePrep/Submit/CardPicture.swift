import Libav

/// Whether a picture is what the services take: JPEG or PNG, whole, still, of sensible size, and
/// decodable.
enum CardPicture {
  enum Flaw: Equatable {
    case empty, gif, webp, otherKind, truncated, damaged, animated, undecodable
    case dimensions(width: Int, height: Int)

    var words: Words {
      switch self {
      case .empty: Words("it is empty", "文件为空")
      case .gif: Words("it is a GIF", "是 GIF")
      case .webp: Words("it is a WebP", "是 WebP")
      case .otherKind: Words("it is neither JPEG nor PNG", "不是 JPEG 或 PNG")
      case .truncated: Words("it ends in the middle", "文件不完整")
      case .damaged: Words("its structure is damaged", "结构损坏")
      case .animated: Words("it is animated", "是动图")
      case .undecodable: Words("its pixels cannot be decoded", "像素无法解码")
      case .dimensions(let width, let height):
        Words("\(width) × \(height) pixels are no usable size", "尺寸 \(width) × \(height) 像素不可用")
      }
    }
  }

  /// Pixels on a side: less shows no face, more is no photo of one.
  private static let sides = 16...16_384
  /// Pixels that are decoded at the most: what a phone's camera makes, and no more memory than that.
  private static let maximumPixels = 64 << 20

  static func check(_ bytes: [UInt8], file: String) throws(LivePrepError) {
    guard let flaw = flaw(in: bytes) else { return }
    throw LivePrepError(
      .unreadable,
      "The picture \(file) cannot be used: \(flaw.words.en). The service would answer -4018 or "
        + "ImageDecodeFailed. Use a whole JPEG or PNG, or leave out the check "
        + "\(PaymentCheck.card.rawValue).",
      "照片 \(file) 不可用：\(flaw.words.zh)。服务会返回 -4018 或 ImageDecodeFailed。"
        + "请使用完整的 JPEG 或 PNG，或跳过检查 \(PaymentCheck.card.rawValue)。")
  }

  static func flaw(in bytes: [UInt8]) -> Flaw? {
    if bytes.isEmpty { return .empty }
    switch FileKind.of(bytes) {
    case .jpeg: return jpeg(bytes) ?? pixels(bytes, .mjpeg)
    case .png: return png(bytes) ?? pixels(bytes, .png)
    default:
      if bytes.starts(with: Array("GIF8".utf8)) { return .gif }
      if bytes.starts(with: Array("RIFF".utf8)), bytes.count >= 12,
        Array(bytes[8..<12]) == Array("WEBP".utf8)
      {
        return .webp
      }
      return .otherKind
    }
  }

  /// Walks the segments to the scan and looks for the end marker after it.
  private static func jpeg(_ bytes: [UInt8]) -> Flaw? {
    var index = 2
    var size: Flaw?
    var framed = false
    while true {
      guard index + 4 <= bytes.count else { return .truncated }
      guard bytes[index] == 0xFF else { return .damaged }
      let marker = bytes[index + 1]
      if marker == 0xFF {
        index += 1
        continue
      }
      if marker == 0x01 || (0xD0...0xD7).contains(marker) {
        index += 2
        continue
      }
      if marker == 0xD9 || marker == 0xD8 || marker == 0x00 { return .damaged }
      let length = big(bytes, index + 2, 2)
      guard length >= 2 else { return .damaged }
      guard index + 2 + length <= bytes.count else { return .truncated }
      // Start of frame, all kinds; the rest of the range are DHT, JPG and DAC.
      if (0xC0...0xCF).contains(marker), ![0xC4, 0xC8, 0xCC].contains(marker) {
        guard length >= 8 else { return .damaged }
        framed = true
        size = dimensions(width: big(bytes, index + 7, 2), height: big(bytes, index + 5, 2))
      }
      index += 2 + length
      if marker == 0xDA { break }
    }
    guard framed else { return .damaged }
    if let size { return size }
    // Cameras put padding or a second picture behind the end marker.
    var last = index
    while last + 1 < bytes.count {
      if bytes[last] == 0xFF, bytes[last + 1] == 0xD9 { return nil }
      last += 1
    }
    return .truncated
  }

  /// Walks the chunks from IHDR to IEND.
  private static func png(_ bytes: [UInt8]) -> Flaw? {
    var index = 8
    var first = true
    var hasData = false
    while true {
      guard index + 12 <= bytes.count else { return .truncated }
      let length = big(bytes, index, 4)
      let kind = String(decoding: bytes[(index + 4)..<(index + 8)], as: UTF8.self)
      guard length <= Int(Int32.max) else { return .damaged }
      guard index + 12 + length <= bytes.count else { return .truncated }
      if first {
        guard kind == "IHDR", length == 13 else { return .damaged }
        if let flaw = dimensions(width: big(bytes, index + 8, 4), height: big(bytes, index + 12, 4))
        {
          return flaw
        }
        first = false
      }
      if kind == "acTL" { return .animated }
      if kind == "IDAT" { hasData = true }
      if kind == "IEND" { return hasData ? nil : .damaged }
      index += 12 + length
    }
  }

  private static func dimensions(width: Int, height: Int) -> Flaw? {
    sides.contains(width) && sides.contains(height) && width * height <= maximumPixels
      ? nil : .dimensions(width: width, height: height)
  }

  private static func pixels(_ bytes: [UInt8], _ kind: StillPicture.Kind) -> Flaw? {
    // The decoder counts its own margins, too.
    let size = try? StillPicture.decode(bytes, as: kind, maximumPixels: maximumPixels * 2)
    return size == nil ? .undecodable : nil
  }

  private static func big(_ bytes: [UInt8], _ index: Int, _ count: Int) -> Int {
    bytes[index..<(index + count)].reduce(0) { $0 << 8 | Int($1) }
  }
}
