import Fleet
import FoundationEssentials
import Operations

/// Numbers, ages and errors in words.
enum Words {
  /// `1 row`, `12,345 rows`.
  static func count(_ number: Int, _ noun: String) -> String {
    number == 1 ? "1 \(noun)" : "\(grouped(number)) \(noun)s"
  }

  /// `12,345`.
  static func grouped(_ number: Int) -> String {
    let digits = String(number.magnitude)
    var grouped = number < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { grouped += "," }
      grouped.append(digit)
    }
    return grouped
  }

  /// `8s`, `3m`, `2h`, `14d`: how long ago, in the largest unit that fits.
  static func age(since date: Date, now: Date) -> String {
    let seconds = Int(max(0, now.timeIntervalSince(date)))
    return seconds < 60 ? "\(seconds)s" : coarse(seconds)
  }

  /// The same without seconds, for lines that should hold still.
  static func coarseAge(since date: Date, now: Date) -> String {
    let seconds = Int(max(0, now.timeIntervalSince(date)))
    return seconds < 60 ? "under 1m" : coarse(seconds)
  }

  private static func coarse(_ seconds: Int) -> String {
    switch seconds {
    case ..<3600: "\(seconds / 60)m"
    case ..<86_400: "\(seconds / 3600)h"
    default: "\(seconds / 86_400)d"
    }
  }

  /// Whole days from `now` until `date`; negative once it is past.
  static func days(from now: Date, until date: Date) -> Int {
    Int((date.timeIntervalSince(now) / 86_400).rounded(.down))
  }

  /// `6 Jan`, in UTC.
  static func day(_ date: Date) -> String {
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    let parts = calendar.dateComponents([.month, .day], from: date)
    return "\(parts.day ?? 1) \(months[((parts.month ?? 1) - 1) % 12])"
  }

  /// `96.6 %`, cut and not rounded up: only all is 100 %.
  static func percent(_ part: Int, of whole: Int) -> String {
    guard whole > 0 else { return "" }
    let tenths = part * 1000 / whole
    return "\(tenths / 10).\(tenths % 10) %"
  }

  /// What went wrong, as a person should hear it.
  static func sentence(of error: any Error) -> String {
    switch error {
    case let problem as SourceProblem: problem.sentence
    case let problem as OperatorError: problem.sentence
    default: String(describing: error)
    }
  }
}
