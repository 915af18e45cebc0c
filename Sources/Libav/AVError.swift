import CFFmpeg

/// A failed call into FFmpeg: its code, which call, on what, and FFmpeg's own last words about it.
package struct AVError: Error, Sendable, Equatable {
  package var code: Int32
  /// The C function.
  package var call: String
  /// What it was called on, in words.
  package var subject: String
  /// The last line that FFmpeg logged on this thread; empty where it was silent.
  package var log: String

  package init(code: Int32, call: String, subject: String, log: String = "") {
    self.code = code
    self.call = call
    self.subject = subject
    self.log = log
  }

  /// The deadline passed or the task was cancelled while C code ran.
  package var isInterruption: Bool { code == shim_exit }

  /// FFmpeg's text for the code. `av_strerror`.
  package var reason: String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 128) { text in
      guard let start = text.baseAddress, av_strerror(code, start, text.count) >= 0 else {
        return "error \(code)"
      }
      return String(cString: start)
    }
  }
}

extension AVError: CustomStringConvertible {
  package var description: String {
    let words = "\(subject): \(reason) (\(call))"
    return log.isEmpty ? words : "\(words): \(log)"
  }
}

/// The gate for FFmpeg's return codes: negative is an error, everything else passes.
@discardableResult
func check(_ result: Int32, call: String, subject: String) throws -> Int32 {
  guard result < 0 else { return result }
  throw AVError(code: result, call: call, subject: subject, log: LogLine.take())
}

/// The gate for FFmpeg's allocators.
func made<T>(_ pointer: T?, call: String) throws -> T {
  guard let pointer else {
    throw AVError(code: shim_enomem, call: call, subject: "memory", log: "")
  }
  return pointer
}

extension AVError {
  /// The deadline passed or the task was cancelled between two calls.
  package static let interrupted = AVError(code: shim_exit, call: "", subject: "the work")
}
