import FoundationEssentials

/// When each instance of a new operation gets its turn, told from the operation's preferences.
struct Schedule {
  /// Seconds a stack takes; short, so that foreign clients need not wait.
  static let stackTime: TimeInterval = 0.25

  let begin: Date
  let end: Date
  let preferences: OperationRecord.Preferences
  private let width: Int
  private var number = 0

  init(_ input: QueryInput, from begin: Date, sites: Int) {
    let wanted = input.structure("OperationPreferences")
    func number(_ name: String) -> Int? { wanted?.string(name).flatMap(Int.init) }
    preferences = OperationRecord.Preferences(
      regionConcurrency: wanted?.string("RegionConcurrencyType"),
      regionOrder: wanted?.strings("RegionOrder") ?? [],
      failureToleranceCount: number("FailureToleranceCount"),
      failureTolerancePercentage: number("FailureTolerancePercentage"),
      maxConcurrentCount: number("MaxConcurrentCount"),
      maxConcurrentPercentage: number("MaxConcurrentPercentage"),
      concurrencyMode: wanted?.string("ConcurrencyMode")
    )
    // Percentages round down, but one account is always worked on.
    let share = preferences.maxConcurrentPercentage.map { sites * $0 / 100 }
    width = max(preferences.maxConcurrentCount ?? share ?? 1, 1)
    self.begin = begin
    end = begin.addingTimeInterval(Double((sites + width - 1) / width) * Self.stackTime)
  }

  mutating func next() -> InstanceRecord.Turn {
    defer { number += 1 }
    let starts = begin.addingTimeInterval(Double(number / width) * Self.stackTime)
    return .init(starts: starts, ends: starts.addingTimeInterval(Self.stackTime))
  }
}
