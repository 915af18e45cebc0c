import Wire

/// JSON as we send it: one flat object of strings, files in it as Base64 made while it is sent.
enum JSONText {
  static func object(_ members: [(String, String)]) -> String {
    "{" + members.map { "\(quoted($0.0)):\(quoted($0.1))" }.joined(separator: ",") + "}"
  }

  static func body(_ members: [(String, String)], base64 files: [(String, SourceFile)]) -> Body {
    var segments: [Body.Segment] = []
    var text = "{" + members.map { "\(quoted($0.0)):\(quoted($0.1))" }.joined(separator: ",")
    for (name, file) in files {
      text += (text == "{" ? "" : ",") + quoted(name) + ":\""
      segments += [.bytes(Array(text.utf8)), .base64(file)]
      text = "\""
    }
    segments.append(.bytes(Array((text + "}").utf8)))
    return Body(segments)
  }

  static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case _ where scalar.value < 0x20:
        quoted += "\\u00" + Hex.encode([UInt8(scalar.value)])
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
