import CFFmpeg

/// A fraction, such as a time base or a frame rate.
package struct Rational: Sendable, Equatable {
  package var numerator: Int32
  package var denominator: Int32

  package init(_ numerator: Int32, _ denominator: Int32) {
    self.numerator = numerator
    self.denominator = denominator
  }

  init(_ value: AVRational) { self.init(value.num, value.den) }

  var av: AVRational { AVRational(num: numerator, den: denominator) }

  /// `nil` for a fraction that means "unknown".
  package var value: Double? {
    numerator > 0 && denominator > 0 ? Double(numerator) / Double(denominator) : nil
  }
}

/// An exact time: ticks of a time base.
package struct Timestamp: Sendable, Equatable {
  package var ticks: Int64
  package var timeBase: Rational

  package init(ticks: Int64, timeBase: Rational) {
    self.ticks = ticks
    self.timeBase = timeBase
  }

  /// `nil` where FFmpeg says "no time".
  init?(_ ticks: Int64, _ timeBase: AVRational) {
    guard ticks != shim_nopts, timeBase.den > 0 else { return nil }
    self.init(ticks: ticks, timeBase: Rational(timeBase))
  }

  /// The nearest tick.
  package init(seconds: Double, timeBase: Rational) {
    let ticks = seconds * Double(timeBase.denominator) / Double(timeBase.numerator)
    self.init(ticks: Int64(nearest: ticks), timeBase: timeBase)
  }

  package var seconds: Double {
    Double(ticks) * Double(timeBase.numerator) / Double(timeBase.denominator)
  }
}

extension FixedWidthInteger {
  /// The nearest whole number, or the last there is in that direction: a stranger's times may lie
  /// anywhere.
  package init(nearest value: Double) {
    let rounded = value.rounded()
    self = Self(exactly: rounded) ?? (rounded < 0 ? .min : .max)
  }
}
