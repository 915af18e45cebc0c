/// XML as COS writes it.
enum XMLText {
  /// `<root><name>text</name>…</root>`; the comment names the sandbox without adding an element.
  static func document(_ root: String, _ elements: [(name: String, text: String)]) -> [UInt8] {
    var text =
      "<?xml version='1.0' encoding='utf-8' ?>\n<!-- \(Mark.server): \(Mark.headerValue) -->\n"
    text += "<\(root)>\n"
    for element in elements {
      text += "  <\(element.name)>\(escaped(element.text))</\(element.name)>\n"
    }
    return Array("\(text)</\(root)>\n".utf8)
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      default: result.append(character)
      }
    }
    return result
  }
}
