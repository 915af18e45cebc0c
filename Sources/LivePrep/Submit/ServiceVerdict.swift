import Wire

/// What an answer says about clip and person, before it is put in words.
struct ServiceVerdict: Equatable {
  var outcome: SubmissionResult.Outcome
  /// As the service words it.
  var detail = ""
  var similarity: Double?
  var bestFrames: [[UInt8]] = []
  var unusableFrames = 0
  var sessionID: String?

  private static func undecided(_ what: String) -> ServiceVerdict {
    ServiceVerdict(outcome: .undecided(.unintelligible(what)))
  }

  /// A code that is no verdict leaves things undecided.
  static func refused(_ code: ServiceCode, _ detail: String) -> ServiceVerdict {
    ServiceVerdict(
      outcome: code.isVerdict ? .rejected(code) : .undecided(.service(code)), detail: detail)
  }

  /// Reads an answer in the order `code`, `live_status`, `compare_status`, `sim`.
  static func of(_ answer: Answer, to call: Submission.Call, threshold: Double) -> ServiceVerdict {
    let values: Value
    switch answer.content {
    case .unintelligible(let what): return undecided(what)
    case .refused(let code, let message): return refused(code, message)
    case .values(let found): values = found
    }
    switch call {
    case .livedetectfour(_, _, let card):
      return image(values, compared: card != nil, frame: "photo", threshold)
    case .idcardlivedetectfour:
      return image(values, compared: true, frame: "video_photo", threshold)
    case .cosUpload, .cosStored:
      return recognition(values, threshold)
    case .cloudRecognition, .cloudCompare:
      guard let result = values["Result"].string else {
        return undecided("an answer without a result")
      }
      if result.lowercased() != "success" {
        return refused(ServiceCode(result), values["Description"].string ?? "")
      }
      return recognition(values, threshold)
    }
  }

  /// Calls 2 and 3: "larger than" the threshold, as their page has it.
  private static func image(
    _ data: Value, compared: Bool, frame: String, _ threshold: Double
  ) -> ServiceVerdict {
    guard let live = data["live_status"].integer else {
      return undecided("an answer without live_status")
    }
    guard live == 0 else {
      return refused(ServiceCode(live), data["live_msg"].string ?? "")
    }
    guard compared else { return ServiceVerdict(outcome: .passed) }
    guard let status = data["compare_status"].integer else {
      return undecided("an answer without compare_status")
    }
    guard status == 0 else {
      return refused(ServiceCode(status), data["compare_msg"].string ?? "")
    }
    guard let similarity = data["sim"].double else { return undecided("an answer without sim") }
    return judged(similarity, similarity > threshold, frames: data[frame].elements)
  }

  /// Calls 5, 6 and 9: "at least" the threshold, as their page has it.
  private static func recognition(_ response: Value, _ threshold: Double) -> ServiceVerdict {
    guard let similarity = response["Sim"].double else { return undecided("an answer without Sim") }
    let list = response["BestFrameList"].elements
    let single = response["BestFrameBase64"].elements
    // The list repeats the single one where it is given.
    return judged(
      similarity, similarity >= threshold,
      frames: list.contains { $0.string != nil } ? list : single)
  }

  /// Call 4.
  static func comparison(_ answer: Answer, threshold: Double) -> ServiceVerdict {
    switch answer.content {
    case .unintelligible(let what): return undecided(what)
    case .refused(let code, let message): return refused(code, message)
    case .values(let data):
      guard let similarity = data["similarity"].double else {
        return undecided("an answer without similarity")
      }
      var verdict = judged(similarity, similarity > threshold, frames: [])
      verdict.sessionID = data["session_id"].string
      return verdict
    }
  }

  private static func judged(_ similarity: Double, _ passed: Bool, frames: [Value])
    -> ServiceVerdict
  {
    var verdict = ServiceVerdict(outcome: passed ? .passed : .rejected(.belowThreshold))
    verdict.similarity = similarity
    for text in frames.compactMap(\.string) {
      if let bytes = Base64.decode(text.utf8), FileKind.of(bytes) == .jpeg {
        verdict.bestFrames.append(bytes)
      } else {
        verdict.unusableFrames += 1
      }
    }
    return verdict
  }

  /// Digits or sequence out of the answer to calls 1, 7, 8 and 9.
  static func challenge(_ values: Value) -> String? {
    values["validate_data"].string ?? values["LiveCode"].string ?? values["ActionSequence"].string
  }
}
