import Foundation

// Times liveprep against shell scripts and other tools that do the same job on the same clips:
//
//   Benchmarks [--rounds N] [NAME…]     only the workloads whose name contains one of these
//
// and at the end how soon liveprep is gone when it is cancelled (`Benchmarks cancellation`).
//
// Or counts what liveprep does, which does not depend on the machine's speed:
//
//   Benchmarks --work                   holds it against Baseline.json
//   Benchmarks --update                 writes Baseline.json, after a change that was meant
//
// Or sends many clips through one process and fails where its memory grows:
//
//   Benchmarks --soak CLIPS

enum Mode { case times, work, update, soak(clips: Int) }

var mode = Mode.times
var rounds = 5
var wanted: [String] = []
var arguments = CommandLine.arguments.dropFirst()
while let argument = arguments.popFirst() {
  switch argument {
  case "--work": mode = .work
  case "--update": mode = .update
  case "--rounds": rounds = number(atLeast: 1)
  case "--soak": mode = .soak(clips: number(atLeast: Soak.settled + 1))
  case _ where argument.hasPrefix("-"): usage()
  default: wanted.append(argument)
  }
}

@MainActor
func number(atLeast least: Int) -> Int {
  guard let number = arguments.popFirst().flatMap({ Int($0) }), number >= least else { usage() }
  return number
}

func usage() -> Never {
  complain(
    "usage: Benchmarks [--rounds N] [NAME…] | --work | --update | --soak CLIPS (more than 50)")
  exit(64)
}

func complain(_ line: String) { FileHandle.standardError.write(Data((line + "\n").utf8)) }

let products = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
  .deletingLastPathComponent()
let sources = URL(filePath: #filePath).deletingLastPathComponent()
let samples = sources.appending(path: "../samples/clips").standardized.path
let scratch = FileManager.default.temporaryDirectory.appending(path: "liveprep-bench-\(getpid())")
let baseline = Baseline(
  file: sources.appending(path: "Baseline.json"), clips: samples, scratch: scratch.path)
let workloads = Workloads(
  liveprep: products.appending(path: "liveprep").path,
  peers: sources.appending(path: "peers").path, clips: samples + "/bench", scratch: scratch.path)

do {
  try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: scratch) }
  switch mode {
  case .times:
    let cores = ProcessInfo.processInfo.activeProcessorCount
    say("\(rounds) rounds, \(cores) cores; medians ± half the range; × is liveprep over the other")
    for workload in workloads.all
    where wanted.isEmpty || wanted.contains(where: workload.name.contains) {
      try table(workload, compete(workload, rounds: rounds))
    }
    if wanted.isEmpty || wanted.contains(where: Cancellation.name.contains) {
      try await Cancellation(clips: workloads.clips, scratch: scratch.path).run()
    }
  case .work:
    let differences = try await baseline.compare()
    differences.forEach(complain)
    guard differences.isEmpty else {
      throw BenchmarkError(
        description: "the work is not that of Baseline.json; where that was meant, --update it")
    }
  case .update: try await baseline.update()
  case .soak(let count): try await Soak(clips: samples, scratch: scratch.path).run(count)
  }
} catch {
  complain("Benchmarks: \(error)")
  exit(1)
}
