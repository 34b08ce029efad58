/// How an operation works through its stacks: how many at once, in which order of regions, and when it gives up.
///
/// Stacks are named by their number in the operation's results. Source: CloudFormation API Reference,
/// StackSetOperationPreferences, and the user guide's page on concurrency modes (read 2026-11).
struct OperationCourse: Hashable, Sendable {
  /// The stacks of one region.
  private struct Leg: Hashable {
    var waiting: ArraySlice<Int>
    var working = 0
    var failures = 0
    let tolerance: Int
    let width: Int
    let isStrict: Bool
    var isGivenUp = false

    /// With a strict tolerance never more at once than may still fail, and one.
    var room: Int {
      let limit = isStrict ? min(width, tolerance - failures + 1) : width
      return max(limit - working, 0)
    }

    var isOver: Bool { working == 0 && waiting.isEmpty }
  }

  private var legs: [Leg]
  private var regions: [Int: Int] = [:]
  private let isSequential: Bool

  /// - Parameters:
  ///   - stacks: The region of each stack, by its number.
  ///   - preferences: How the caller wants it; nil for automatic deployment, which none apply to.
  init(regions stacks: [String], _ preferences: OperationRecord.Preferences?) {
    var order: [String] = []
    for region in (preferences?.regionOrder ?? []) + stacks where !order.contains(region) { order.append(region) }
    isSequential = preferences.map { $0.regionConcurrency != "PARALLEL" } ?? false
    legs = []
    for region in order {
      let numbers = stacks.indices.filter { stacks[$0] == region }
      guard !numbers.isEmpty else { continue }
      for number in numbers { regions[number] = legs.count }
      legs.append(
        Leg(
          waiting: numbers[...],
          tolerance: preferences?.tolerance(of: numbers.count) ?? numbers.count,
          width: preferences?.width(of: numbers.count) ?? numbers.count,
          isStrict: preferences.map { $0.concurrencyMode != "SOFT_FAILURE_TOLERANCE" } ?? false
        )
      )
    }
  }

  var isOver: Bool { legs.allSatisfy(\.isOver) }

  /// Whether more failed in a region than were tolerated.
  var hasFailed: Bool { legs.contains(where: \.isGivenUp) }

  /// The stacks whose turn it is now; they count as being worked on from here.
  mutating func start() -> [Int] {
    var started: [Int] = []
    for index in legs.indices {
      let next = legs[index].waiting.prefix(legs[index].room)
      legs[index].waiting.removeFirst(next.count)
      legs[index].working += next.count
      started += next
      if isSequential, !legs[index].isOver { break }
    }
    return started
  }

  /// A stack is done.
  ///
  /// - Returns: The stacks that will not be worked on any more since too many failed.
  mutating func end(_ number: Int, hasFailed: Bool) -> [Int] {
    guard let index = regions[number] else { return [] }
    legs[index].working -= 1
    guard hasFailed else { return [] }
    legs[index].failures += 1
    guard legs[index].failures > legs[index].tolerance, !legs[index].isGivenUp else { return [] }
    legs[index].isGivenUp = true
    return giveUp(isSequential ? index..<legs.count : index..<(index + 1))
  }

  /// Nothing more is started.
  ///
  /// - Returns: The stacks that will not be worked on.
  mutating func stop() -> [Int] { giveUp(0..<legs.count) }

  private mutating func giveUp(_ range: Range<Int>) -> [Int] {
    var cancelled: [Int] = []
    for index in range {
      cancelled += legs[index].waiting
      legs[index].waiting = []
    }
    return cancelled
  }
}

extension OperationRecord.Preferences {
  /// How many of `count` stacks of a region may fail; a percentage is rounded down.
  func tolerance(of count: Int) -> Int {
    failureToleranceCount ?? failureTolerancePercentage.map { count * $0 / 100 } ?? 0
  }

  /// How many of `count` stacks of a region are worked on at once: a percentage is rounded down, but never to none.
  func width(of count: Int) -> Int {
    max(maxConcurrentCount ?? maxConcurrentPercentage.map { count * $0 / 100 } ?? 1, 1)
  }
}
