import Foundation

/// What a program did.
struct Outcome: Sendable {
  /// Exit status; `nil` when a signal ended it.
  var status: Int32?
  var signal: Int32?
  var timedOut = false
  var output: Data
  var errors: String
  var seconds: Double
  /// The most memory that it held, in bytes; only where it was asked for.
  var peakMemory: Int?

  var text: String { String(decoding: output, as: UTF8.self) }

  func decoded<T: Decodable>(_ type: T.Type) throws -> T {
    try JSONDecoder().decode(type, from: output)
  }
}

/// As many programs at a time as there are cores, so that time limits mean something.
private actor Turnstile {
  private var free = max(1, ProcessInfo.processInfo.activeProcessorCount)
  private var waiting: [CheckedContinuation<Void, Never>] = []

  func enter() async {
    if free > 0 {
      free -= 1
    } else {
      await withCheckedContinuation { waiting.append($0) }
    }
  }

  func leave() {
    if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
  }
}

private let turnstile = Turnstile()

/// Runs a program to its end, or for `limit` seconds, after which it is killed.
///
/// It sees none of our environment but the search path, and on standard input `input`.
/// `interruptAfter` sends SIGINT at that time.
func run(
  _ program: String, _ arguments: [String], in folder: String? = nil,
  environment: [String: String] = [:], input: String? = nil, limit: Double = 120,
  interruptAfter: Double? = nil, measuringMemory: Bool = false
) async throws -> Outcome {
  await turnstile.enter()
  let result: Result<Outcome, any Error>
  do {
    result = .success(
      try await launch(
        program, arguments, folder, environment, input, limit, interruptAfter, measuringMemory))
  } catch {
    result = .failure(error)
  }
  await turnstile.leave()
  return try result.get()
}

private func launch(
  _ program: String, _ arguments: [String], _ folder: String?, _ environment: [String: String],
  _ input: String?, _ limit: Double, _ interruptAfter: Double?, _ measuringMemory: Bool
) async throws -> Outcome {
  // Into files: a full pipe would stop the program.
  let streams = try Scratch()
  let process = Process()
  process.executableURL = URL(filePath: program)
  process.arguments = arguments
  if let folder { process.currentDirectoryURL = URL(filePath: folder) }
  let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
  process.environment = ["PATH": path, "LANG": "en_US.UTF-8", "HOME": streams.path]
    .merging(environment) { $1 }
  if let input {
    try Data(input.utf8).write(to: URL(filePath: streams.file("in")))
    process.standardInput = try FileHandle(
      forReadingFrom: URL(filePath: streams.file("in")))
  } else {
    process.standardInput = FileHandle.nullDevice
  }
  for name in ["out", "err"] {
    try Data().write(to: URL(filePath: streams.file(name)))
  }
  let out = try FileHandle(forWritingTo: URL(filePath: streams.file("out")))
  let err = try FileHandle(forWritingTo: URL(filePath: streams.file("err")))
  process.standardOutput = out
  process.standardError = err

  let start = ContinuousClock.now
  let (ends, end) = AsyncStream.makeStream(of: Void.self)
  process.terminationHandler = { _ in end.finish() }
  try process.run()
  let id = process.processIdentifier
  let killer = Task {
    if let interruptAfter {
      try await Task.sleep(for: .seconds(interruptAfter))
      kill(id, SIGINT)
    }
    try await Task.sleep(for: .seconds(limit))
    kill(id, SIGKILL)
    return true
  }
  let meter = Task {
    var peak: Int?
    while measuringMemory, !Task.isCancelled {
      peak = peakMemory(of: id) ?? peak
      try? await Task.sleep(for: .milliseconds(20))
    }
    return peak
  }
  for await _ in ends {}
  meter.cancel()
  killer.cancel()
  let timedOut = (try? await killer.value) ?? false
  let seconds = (ContinuousClock.now - start) / .seconds(1)
  try out.close()
  try err.close()

  let exited = process.terminationReason == .exit
  return Outcome(
    status: exited ? process.terminationStatus : nil,
    signal: exited ? nil : process.terminationStatus,
    timedOut: timedOut,
    output: try Data(contentsOf: URL(filePath: streams.file("out"))),
    errors: String(
      decoding: try Data(contentsOf: URL(filePath: streams.file("err"))), as: UTF8.self),
    seconds: seconds, peakMemory: await meter.value)
}

/// Bytes that a process held at the most so far; `nil` once it has ended.
func peakMemory(of process: Int32) -> Int? {
  let status = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
  let line = status?.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
  return line?.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 * 1024 }
}

/// Runs the built `liveprep`.
func liveprep(
  _ arguments: String..., in folder: String? = nil, environment: [String: String] = [:],
  limit: Double = 120, interruptAfter: Double? = nil
) async throws -> Outcome {
  try await run(
    Places.products.appending(path: "liveprep").path, arguments, in: folder,
    environment: environment, limit: limit, interruptAfter: interruptAfter)
}

/// Runs a program found on the search path.
func tool(_ name: String, _ arguments: [String]) async throws -> Outcome {
  try await run("/usr/bin/env", [name] + arguments)
}
