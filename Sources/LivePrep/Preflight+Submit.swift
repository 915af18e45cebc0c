import Glibc

extension Preflight {
  /// The whole way of one clip: checks it, mends it, has it judged, and explains the verdict.
  ///
  /// What is sent lives in memory only and is gone when the call ends.
  ///
  /// - Parameters:
  ///   - file: the path of a regular file.
  ///   - client: where it is sent.
  ///   - asIs: sends the clip untouched, whatever the check says.
  ///   - request: makes the submission, given the path of the file to send.
  /// - Throws: as `prepare`, and as `ServiceClient.submit`.
  public func submit(
    _ file: String, to client: ServiceClient, profile: Profile, options: Options = Options(),
    asIs: Bool = false, progress: ProgressHandler? = nil,
    request: @Sendable (String) throws -> Submission
  ) async throws -> Submitted {
    if asIs {
      let report = try await check(file, profile: profile, options: options, progress: progress)
      let result = try await client.submit(try request(file), progress: progress)
      return Submitted(report: report, preparation: nil, result: result)
    }
    let memory = try MemoryFile()
    let preparation = try await prepare(
      file, into: .memory(memory), profile: profile, options: options, progress: progress)
    let result = try await client.submit(try request(memory.path), progress: progress)
    return Submitted(report: preparation.before, preparation: preparation, result: result)
  }
}

/// A file that is on no disk and has no name: shared memory that is unlinked as soon as it is open.
final class MemoryFile: Sendable {
  let descriptor: Int32

  init() throws {
    let name = "/liveprep-\(UInt64.random(in: .min ... .max))"
    descriptor = shm_open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    shm_unlink(name)
    guard descriptor >= 0 else {
      throw LivePrepError(
        .tryAgain, "No memory for the prepared clip: \(String(cString: strerror(errno)))",
        "没有内存存放处理后的视频：\(String(cString: strerror(errno)))")
    }
  }

  deinit { close(descriptor) }

  /// Opens the same bytes, while this object lives.
  var path: String { "/proc/self/fd/\(descriptor)" }

  func write(_ bytes: UnsafeRawBufferPointer) throws {
    var done = 0
    while done < bytes.count {
      let written = pwrite(
        descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done, done)
      guard written > 0 else {
        throw LivePrepError(
          .tryAgain, "No memory for the prepared clip; try again later",
          "没有内存存放处理后的视频，请稍后重试")
      }
      done += written
    }
  }
}
