import Fleet

/// A running stack set operation, and how far the stack instances that it touches are.
struct OperationProgress: Hashable, Sendable {
  let operation: StackSetOperation
  var done = 0
  var failed = 0
  /// Stack instances whose last operation this is.
  var total = 0

  /// Progress of all operations that have not ended.
  static func all(of roster: Roster) -> [OperationProgress] {
    let live = roster.stackSets.flatMap(\.liveOperations).filter(\.isLive)
    guard !live.isEmpty else { return [] }
    var progress = Dictionary(
      live.map { ($0.id, OperationProgress(operation: $0)) },
      uniquingKeysWith: { one, _ in one }
    )
    for instance in roster.instances {
      guard let id = instance.lastOperationID, progress[id] != nil else { continue }
      progress[id]?.count(instance.detailedStatus)
    }
    return live.compactMap { progress[$0.id] }
  }

  private mutating func count(_ status: StackInstance.DetailedStatus?) {
    total += 1
    switch status {
    case .pending, .running, nil: break
    case .succeeded: done += 1
    default: failed += 1
    }
  }
}
