import Glibc

/// Decibels of an amplitude; 1 is full scale.
package func decibels(amplitude: Double) -> Double { 20 * log10(amplitude) }
/// Decibels of a power or energy; 1 is full scale.
package func decibels(power: Double) -> Double { 10 * log10(power) }
/// The power or energy of decibels.
package func power(decibels: Double) -> Double { pow(10, decibels / 10) }
/// The factor for a gain in decibels.
package func amplitude(decibels: Double) -> Double { pow(10, decibels / 20) }
