package import FoundationEssentials

/// Points in time as identity services and token files write them.
package enum Timestamp {
  /// Reads ISO 8601, with or without a fraction; old token files end in `UTC` instead of `Z`.
  package static func date(_ text: String) -> Date? {
    let normal = text.hasSuffix("UTC") ? text.dropLast(3) + "Z" : text
    let styles = [Date.ISO8601FormatStyle.iso8601, Date.ISO8601FormatStyle(includingFractionalSeconds: true)]
    for style in styles {
      if let date = try? style.parse(String(normal)) { return date }
    }
    return nil
  }

  /// Writes whole seconds, in UTC: `2026-11-24T06:00:00Z`.
  static func text(_ date: Date) -> String { date.formatted(.iso8601) }
}
