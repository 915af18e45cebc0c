import Foundation
import Glibc

/// What a process and all that it started cost.
struct Cost: Sendable {
  /// Seconds.
  var wall: Double
  /// Seconds on all cores together, user and system.
  var cpu: Double
  /// Bytes: the largest resident size that any one of the processes reached.
  var peak: Int
}

struct BenchmarkError: Error, CustomStringConvertible {
  var description: String
}

/// Runs a program to its end, its output thrown away, and asks the kernel what it cost.
func measure(_ command: [String], mayEndWith allowed: Set<Int32> = [0]) throws -> Cost {
  var actions = posix_spawn_file_actions_t()
  posix_spawn_file_actions_init(&actions)
  defer { posix_spawn_file_actions_destroy(&actions) }
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
  posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
  posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)

  var arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
  defer { for argument in arguments { free(argument) } }
  var id = pid_t()
  let start = ContinuousClock.now
  let refused = posix_spawnp(&id, command[0], &actions, nil, &arguments, environ)
  guard refused == 0 else {
    throw BenchmarkError(description: "\(command[0]): \(String(cString: strerror(refused)))")
  }
  var status: Int32 = 0
  var usage = rusage()
  while wait4(id, &status, 0, &usage) < 0 && errno == EINTR {}
  let wall = (ContinuousClock.now - start) / .seconds(1)

  let signal = status & 0x7f
  let exit = (status >> 8) & 0xff
  guard signal == 0, allowed.contains(exit) else {
    let end = signal == 0 ? "status \(exit)" : "signal \(signal)"
    throw BenchmarkError(
      description: "\(command.joined(separator: " ")) ended with \(end); run it to see why")
  }
  let cpu = [usage.ru_utime, usage.ru_stime].reduce(0) {
    $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1e6
  }
  return Cost(wall: wall, cpu: cpu, peak: usage.ru_maxrss * 1024)
}

/// Runs a program and hands back what it wrote to standard error.
func complaints(of command: [String]) throws -> String {
  let process = Process()
  process.executableURL = URL(filePath: "/usr/bin/env")
  process.arguments = command
  process.standardInput = FileHandle.nullDevice
  process.standardOutput = FileHandle.nullDevice
  let pipe = Pipe()
  process.standardError = pipe
  try process.run()
  let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
  process.waitUntilExit()
  return String(decoding: data, as: UTF8.self)
}
