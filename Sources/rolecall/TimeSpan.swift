import ArgumentParser

/// A length of time as flags take it: `90`, `90s`, `200ms`, `2m`, `1h`.
struct TimeSpan: ExpressibleByArgument, Hashable, Sendable {
  let duration: Duration

  init(_ duration: Duration) { self.duration = duration }

  init?(argument: String) {
    let units: [(suffix: String, seconds: Double)] = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3_600)]
    let unit = units.first { argument.hasSuffix($0.suffix) }
    guard let number = Double(argument.dropLast(unit?.suffix.count ?? 0)), (0...86_400).contains(number) else {
      return nil
    }
    duration = .milliseconds(Int64((number * (unit?.seconds ?? 1) * 1_000).rounded()))
  }

  /// As a flag would take it, for the help text.
  var defaultValueDescription: String { "\(duration.components.seconds)s" }
}
