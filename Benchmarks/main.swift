import Foundation

// Times liveprep against shell scripts and other tools that do the same job on the same clips.
//
//   Benchmarks [--rounds N] [NAME…]     only the workloads whose name contains one of these

var rounds = 5
var wanted: [String] = []
var arguments = CommandLine.arguments.dropFirst()
while let argument = arguments.popFirst() {
  if argument == "--rounds", let count = arguments.popFirst().flatMap({ Int($0) }), count > 0 {
    rounds = count
  } else if argument.hasPrefix("-") {
    FileHandle.standardError.write(Data("usage: Benchmarks [--rounds N] [NAME…]\n".utf8))
    exit(64)
  } else {
    wanted.append(argument)
  }
}

let products = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
  .deletingLastPathComponent()
let sources = URL(filePath: #filePath).deletingLastPathComponent()
let scratch = FileManager.default.temporaryDirectory.appending(path: "liveprep-bench-\(getpid())")
let workloads = Workloads(
  liveprep: products.appending(path: "liveprep").path,
  peers: sources.appending(path: "peers").path,
  clips: sources.appending(path: "../samples/clips/bench").standardized.path,
  scratch: scratch.path)

do {
  try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: scratch) }
  let cores = ProcessInfo.processInfo.activeProcessorCount
  say("\(rounds) rounds, \(cores) cores; medians ± half the range; × is liveprep over the other")
  for workload in workloads.all
  where wanted.isEmpty || wanted.contains(where: workload.name.contains) {
    try table(workload, compete(workload, rounds: rounds))
  }
} catch {
  FileHandle.standardError.write(Data("Benchmarks: \(error)\n".utf8))
  exit(1)
}
