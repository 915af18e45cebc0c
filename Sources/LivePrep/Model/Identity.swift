import FoundationEssentials

/// Whom the person in the clip claims to be.
public struct Identity: Sendable, Equatable {
  /// The identity number, 18 characters.
  public var number: Secret
  public var name: Secret

  public init(number: Secret, name: Secret) {
    self.number = number
    self.name = name
  }

  /// Reads `{"idNumber": "…", "name": "…"}`, so that both stay out of shell history and process
  /// list.
  public init(json: [UInt8]) throws(LivePrepError) {
    struct Form: Decodable {
      var idNumber: String
      var name: String
    }
    guard let form = try? JSONDecoder().decode(Form.self, from: Data(json)) else {
      // The decoder's own error may quote what it read.
      throw LivePrepError(
        .usage, "The identity is not JSON of the form {\"idNumber\": \"…\", \"name\": \"…\"}.",
        "身份信息不是 {\"idNumber\": \"…\", \"name\": \"…\"} 格式的 JSON。")
    }
    self.init(number: Secret(form.idNumber.trimmed()), name: Secret(form.name.trimmed()))
  }
}
