import FoundationEssentials

/// Times as the appliance writes them, in UTC: mostly six fraction digits and no zone, sometimes three and a `Z`.
enum ApplianceTime {
  /// `2020-06-19T04:00:05.901095`, or with a `Z`.
  static func text(_ date: Date, zoned: Bool) -> String {
    whole(date) + "." + fraction(date, digits: 6) + (zoned ? "Z" : "")
  }

  /// `2030-01-31T00:00:00.000Z`, as the licence has it.
  static func licenseText(_ date: Date) -> String {
    whole(date) + "." + fraction(date, digits: 3) + "Z"
  }

  /// Reads a time with or without fraction and zone; without a zone it is UTC.
  static func date(_ text: String) -> Date? {
    var rest = text[...]
    var zone = "Z"
    if rest.hasSuffix("Z") || rest.hasSuffix("z") {
      rest = rest.dropLast()
    } else if rest.count > 6, let sign = rest.dropFirst(10).lastIndex(where: { $0 == "+" || $0 == "-" }) {
      zone = String(rest[sign...])
      rest = rest[..<sign]
    }
    let parts = rest.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, let whole = try? Date(parts[0] + zone, strategy: .iso8601) else { return nil }
    guard parts.count == 2 else { return whole }
    guard !parts[1].isEmpty, parts[1].utf8.allSatisfy({ (48...57).contains($0) }),
      let fraction = Double("0.\(parts[1])")
    else { return nil }
    return whole.addingTimeInterval(fraction)
  }

  private static func whole(_ date: Date) -> String {
    String(Date(timeIntervalSince1970: date.timeIntervalSince1970.rounded(.down)).ISO8601Format().dropLast())
  }

  private static func fraction(_ date: Date, digits: Int) -> String {
    let seconds = date.timeIntervalSince1970
    let unit = digits == 3 ? 1_000.0 : 1_000_000.0
    let value = Int((seconds - seconds.rounded(.down)) * unit)
    let text = String(value)
    return String(repeating: "0", count: digits - text.count) + text
  }
}
