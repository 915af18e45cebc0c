import CFFmpeg
import Glibc

/// FFmpeg's last line of log on this thread, kept for the error that it explains. FFmpeg's log
/// callback is one for the whole process; without ours it would print what strangers' clips provoke.
enum LogLine {
  /// Takes over FFmpeg's log, once in a process.
  static let capture: Void = shim_capture_log()

  /// Hands the line over and forgets it.
  static func take() -> String {
    guard let slot = pthread_getspecific(key) else { return "" }
    let line = slot.assumingMemoryBound(to: CChar.self)
    defer { line[0] = 0 }
    return String(cString: line).split(whereSeparator: \.isNewline).joined(separator: " ")
  }

  fileprivate static let capacity = 400

  fileprivate static let key: pthread_key_t = {
    var key = pthread_key_t()
    pthread_key_create(&key) { free($0) }
    return key
  }()
}

@_cdecl("liveprep_libav_log")
func keepLogLine(level: Int32, line: UnsafePointer<CChar>) {
  let slot: UnsafeMutableRawPointer
  if let known = pthread_getspecific(LogLine.key) {
    slot = known
  } else {
    guard let fresh = calloc(1, LogLine.capacity) else { return }
    pthread_setspecific(LogLine.key, fresh)
    slot = fresh
  }
  strncpy(slot.assumingMemoryBound(to: CChar.self), line, LogLine.capacity - 1)
}
