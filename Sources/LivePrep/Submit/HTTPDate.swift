/// `Sun, 06 Nov 1994 08:49:37 GMT`, the one form that HTTP lets a server write.
enum HTTPDate {
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// - Returns: Unix seconds.
  static func parse(_ text: String) -> Int? {
    let parts = text.split(separator: " ")
    guard parts.count == 6, parts[5] == "GMT", let day = Int(parts[1]),
      let month = months.firstIndex(of: String(parts[2])), let year = Int(parts[3]),
      (1970...9999).contains(year), (1...31).contains(day)
    else { return nil }
    let time = parts[4].split(separator: ":").compactMap { Int($0) }
    guard time.count == 3, (0...23).contains(time[0]), (0...59).contains(time[1]),
      (0...60).contains(time[2])
    else { return nil }
    return CivilDate.unixSeconds(year: year, month: month + 1, day: day)
      + time[0] * 3600 + time[1] * 60 + time[2]
  }

  /// `Retry-After`: seconds, or a date.
  /// - Returns: seconds from `now` on.
  static func retryAfter(_ text: String, now: Double) -> Double? {
    if let seconds = Int(text) { return seconds >= 0 ? Double(seconds) : nil }
    return parse(text).map { max(0, Double($0) - now) }
  }
}
