import Glibc
import Synchronization

/// Where a command speaks: data on standard output, talk on standard error.
final class Console: Sendable {
  let language: Language
  /// Whether reports may be coloured.
  let isColoured: Bool
  /// Whether somebody watches standard error.
  let isWatched: Bool
  /// The process's variables.
  let environment: [String: String]
  private let write: @Sendable (Stream, String) -> Bool
  private let state = Mutex(State())

  enum Stream: Sendable { case output, error }

  private struct State {
    var hasFailed = false
    /// Whether a progress bar stands in the current line of standard error.
    var barStands = false
  }

  init(
    language: Language, isColoured: Bool = false, isWatched: Bool = false,
    environment: [String: String] = [:],
    write: @escaping @Sendable (Stream, String) -> Bool
  ) {
    self.language = language
    self.isColoured = isColoured
    self.isWatched = isWatched
    self.environment = environment
    self.write = write
  }

  /// The process's own.
  convenience init(language: Language, environment: [String: String]) {
    let noColour = environment["NO_COLOR"].map { !$0.isEmpty } ?? false
    let isDumb = environment["TERM"] == "dumb"
    self.init(
      language: language, isColoured: isatty(STDOUT_FILENO) == 1 && !noColour && !isDumb,
      isWatched: isatty(STDERR_FILENO) == 1 && !isDumb, environment: environment
    ) { stream, text in
      Self.writeAll(text, to: stream == .output ? STDOUT_FILENO : STDERR_FILENO)
    }
  }

  /// Data that standard output did not take.
  var hasFailed: Bool { state.withLock { $0.hasFailed } }

  /// One line or more of data, written at once.
  func print(_ text: String) {
    state.withLock { state in
      clearBar(&state)
      if !write(.output, text + "\n") { state.hasFailed = true }
    }
  }

  /// One line of talk, after the program's name.
  func complain(_ text: String) {
    state.withLock { state in
      clearBar(&state)
      _ = write(.error, "liveprep: \(text)\n")
    }
  }

  /// Draws over the last bar; only where somebody watches.
  func bar(_ text: String) {
    guard isWatched else { return }
    state.withLock { state in
      _ = write(.error, "\r\u{1B}[K\(text)")
      state.barStands = true
    }
  }

  func clearBar() { state.withLock { clearBar(&$0) } }

  private func clearBar(_ state: inout State) {
    if state.barStands { _ = write(.error, "\r\u{1B}[K") }
    state.barStands = false
  }

  private static func writeAll(_ text: String, to descriptor: Int32) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)
      while !rest.isEmpty {
        let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return false }
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      }
      return true
    }
  }
}

/// A stranger's text as it may be shown on a terminal: control characters become visible.
func printable(_ text: String) -> String {
  guard text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
    return text
  }
  return text.unicodeScalars.map { scalar in
    scalar.properties.generalCategory == .control
      ? "\\x\(String(scalar.value, radix: 16))" : String(scalar)
  }.joined()
}
