import Foundation

/// One way to do a job.
struct Contestant: Sendable {
  var name: String
  var command: [String]
  /// The file that it writes, if it writes one.
  var output: String?
  var mayEndWith: Set<Int32> = [0]
}

/// A job, and who does it. The first contestant is liveprep; ratios are liveprep's over the others'.
struct Workload: Sendable {
  var name: String
  /// The clip that is worked on.
  var clip: String
  var contestants: [Contestant]
  /// How many clips one run gets through.
  var clips = 1
}

/// The runs of one contestant.
struct Series: Sendable {
  var contestant: Contestant
  var costs: [Cost] = []

  func median(_ value: (Cost) -> Double) -> Double {
    costs.map(value).median
  }

  /// Half the distance between the slowest and the quickest run, as a share of the median.
  func spread(_ value: (Cost) -> Double) -> Double {
    let values = costs.map(value)
    guard let low = values.min(), let high = values.max() else { return 0 }
    return (high - low) / 2 / median(value)
  }
}

extension [Double] {
  /// Of at least one.
  var median: Double {
    let sorted = sorted()
    let middle = count / 2
    return count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }
}

/// Runs the contestants in turns, so that what slows the machine down slows all of them; the order
/// changes from round to round. A first round warms up and does not count.
func compete(_ workload: Workload, rounds: Int) throws -> [Series] {
  var series = workload.contestants.map { Series(contestant: $0) }
  for round in 0...rounds {
    let order = round % 2 == 0 ? Array(series.indices) : series.indices.reversed()
    for index in order {
      let contestant = series[index].contestant
      if let output = contestant.output { try? FileManager.default.removeItem(atPath: output) }
      let cost = try measure(contestant.command, mayEndWith: contestant.mayEndWith)
      if round > 0 { series[index].costs.append(cost) }
    }
  }
  return series
}
