import Foundation

/// The jobs that are timed.
struct Workloads {
  /// The command under test.
  var liveprep: String
  /// The folder of the peers' scripts.
  var peers: String
  /// The folder of the clips.
  var clips: String
  /// Where outputs go.
  var scratch: String

  static let transcoded = [
    "android-1080p-h264.mp4", "1080p-hevc.mp4", "1080p-hlg-rotated.mp4", "4k30-hevc-rotated.mp4",
  ]
  static let nearlyFine = ["720p-quiet.mp4", "540p-fine.mp4"]

  var all: [Workload] {
    [check] + (Self.transcoded + Self.nearlyFine).map(prepare) + [many]
  }

  /// Start-up and a look at a 6 s clip.
  private var check: Workload {
    let clip = clips + "/540p-fine.mp4"
    return Workload(
      name: "check 540p-fine.mp4", clip: clip,
      contestants: [
        Contestant(name: "liveprep check", command: [liveprep, "check", "--json", clip]),
        Contestant(name: "ffprobe + ebur128", command: ["bash", peers + "/check.sh", clip]),
      ])
  }

  private func prepare(_ name: String) -> Workload {
    let clip = clips + "/" + name
    func out(_ who: String) -> String { "\(scratch)/\(who)-\(name)" }
    var contestants = [
      Contestant(
        name: "liveprep", command: [liveprep, "prepare", clip, "-o", out("liveprep")],
        output: out("liveprep"))
    ]
    for script in ["plain", "smart"] {
      contestants.append(
        Contestant(
          name: script + ".sh", command: ["bash", "\(peers)/\(script).sh", clip, out(script)],
          output: out(script)))
    }
    for (tool, script) in [("gst-launch-1.0", "gstreamer"), ("HandBrakeCLI", "handbrake")]
    where isInstalled(tool) {
      contestants.append(
        Contestant(
          name: tool, command: ["bash", "\(peers)/\(script).sh", clip, out(script)],
          output: out(script)))
    }
    return Workload(name: "prepare " + name, clip: clip, contestants: contestants)
  }

  /// Twenty clips of 1080p, two at a time.
  private var many: Workload {
    let names = Self.transcoded.prefix(2).map { clips + "/" + $0 }
    func batch(_ who: String, _ worker: [String]) -> Contestant {
      Contestant(
        name: who,
        command: ["bash", peers + "/batch.sh", scratch + "/many-" + who, "20"] + names
          + ["--"] + worker)
    }
    return Workload(
      name: "20 clips, 2 workers", clip: names[0],
      contestants: [
        batch("liveprep", [liveprep, "prepare", "ALL", "-o", "OUT", "--jobs", "2"]),
        batch("plain.sh", ["bash", peers + "/plain.sh", "IN", "OUT"]),
      ], clips: 20)
  }

  private func isInstalled(_ tool: String) -> Bool {
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
      FileManager.default.isExecutableFile(atPath: $0 + "/" + tool)
    }
  }
}
