import FoundationEssentials
import Glibc
import Synchronization

Signals.block()
let work = Task.detached {
  let status = await Program.run(
    Array(CommandLine.arguments.dropFirst()), environment: ProcessInfo.processInfo.environment)
  exit(status == .cancelled ? 128 + Signals.caught.load(ordering: .relaxed) : status.rawValue)
}
Signals.wait { work.cancel() }
