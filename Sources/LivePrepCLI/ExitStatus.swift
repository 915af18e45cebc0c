import LivePrep

/// What the command says to the shell; the figures of `sysexits.h`.
enum ExitStatus: Int32, Comparable, Sendable {
  case fine = 0
  /// Would be or was turned down, or cannot be mended.
  case rejected = 1
  case usage = 64
  case unreadable = 65
  case noSuchFile = 66
  case serviceUnavailable = 69
  case internalError = 70
  case cannotWrite = 73
  case tryAgain = 75
  case credentials = 77
  /// Stopped by a signal; `main` adds which one.
  case cancelled = 128

  init(_ kind: LivePrepError.Kind) {
    self =
      switch kind {
      case .usage: .usage
      case .unreadable: .unreadable
      case .noSuchFile: .noSuchFile
      case .unfixable: .rejected
      case .serviceUnavailable: .serviceUnavailable
      case .internalError: .internalError
      case .cannotWrite: .cannotWrite
      case .tryAgain: .tryAgain
      case .credentials: .credentials
      case .cancelled: .cancelled
      }
  }

  /// What `check` thinks of a clip. `strict`: a risk counts, too.
  init(_ report: Report, strict: Bool) {
    self =
      switch report.verdict {
      case .pass: strict && !report.broken(.risk).isEmpty ? .rejected : .fine
      case .fixable, .reject: .rejected
      case .unreadable: .unreadable
      }
  }

  /// Of several files the worst.
  static func < (left: ExitStatus, right: ExitStatus) -> Bool { left.rawValue < right.rawValue }
}
