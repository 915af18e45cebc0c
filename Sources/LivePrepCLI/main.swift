import FoundationEssentials
import Glibc
import Synchronization

Signals.block()
let work = Task.detached {
  await Program.run(
    Array(CommandLine.arguments.dropFirst()), environment: ProcessInfo.processInfo.environment)
}
Signals.onInterrupt { work.cancel() }
let status = await work.value
exit(status == .cancelled ? 128 + Signals.caught.load(ordering: .relaxed) : status.rawValue)
