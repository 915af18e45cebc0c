import Foundation

/// Prints the series of one workload as a table, in Markdown.
func table(_ workload: Workload, _ series: [Series]) throws {
  say("\n### \(workload.name)\n")
  say("| who | wall s | CPU s | peak MiB | bytes | SSIM | last byte s | wall × | CPU × |")
  say("|---|---|---|---|---|---|---|---|---|")
  for one in series {
    let wall = one.median(\.wall)
    var bytes = "", looks = "", last = ""
    if let output = one.contestant.output {
      let size = try FileManager.default.attributesOfItem(atPath: output)[.size] as? Int ?? 0
      let quality = try similarity(
        of: output, to: workload.clip, highDynamicRange: workload.clip.contains("hlg"))
      bytes = "\(size)"
      looks = quality.map { number($0, 4) } ?? "?"
      // Work, then the upload at 10 Mbit/s.
      last = number(wall + Double(size) * 8 / 10e6, 2)
    }
    let cells = [
      one.contestant.name,
      "\(number(wall, 3)) ± \(number(100 * one.spread(\.wall), 0)) %",
      "\(number(one.median(\.cpu), 3)) ± \(number(100 * one.spread(\.cpu), 0)) %",
      number(one.median { Double($0.peak) } / 1_048_576, 0),
      bytes, looks, last,
      ratio(series[0].median(\.wall), wall), ratio(series[0].median(\.cpu), one.median(\.cpu)),
    ]
    say("| " + cells.joined(separator: " | ") + " |")
  }
  if workload.clips > 1 {
    for one in series {
      let rate = 60 * Double(workload.clips) / one.median(\.wall)
      say("\n\(one.contestant.name): \(number(rate, 1)) clips/min")
    }
  }
}

/// Prints at once: a run takes minutes, and often into a file.
func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }

/// liveprep's over another's: below 1, liveprep is the quicker.
private func ratio(_ ours: Double, _ theirs: Double) -> String {
  theirs > 0 ? number(ours / theirs, 2) : "?"
}

private func number(_ value: Double, _ digits: Int) -> String {
  String(format: "%.\(digits)f", value)
}
