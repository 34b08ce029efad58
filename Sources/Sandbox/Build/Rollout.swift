import FoundationEssentials

/// The deployment that brought the roles out: over since long, or running while the sandbox does.
struct Rollout {
  private let isRunning: Bool
  private let startedAt: Date
  private let operationID: String
  /// Accounts worked on at once.
  private let width: Int

  /// Seconds between two stacks in one place, dispatch included.
  private static let stackTime = 42.0

  init(scenario: Scenario, sites: Int, now: Date, operationID: String) {
    isRunning = scenario == .onboarding
    width = max(sites / 16, 1)
    self.operationID = operationID
    // Three of sixteen waves are done when the sandbox opens.
    startedAt = isRunning ? now.addingTimeInterval(-3.4 * Self.stackTime) : WorldBuilder.reference
  }

  func turn(of number: Int) -> InstanceRecord.Turn {
    let wave = Double(number / width)
    let place = Double(number % width) / Double(width)
    let starts = startedAt.addingTimeInterval((wave + place * 0.4) * Self.stackTime)
    return .init(starts: starts, ends: starts.addingTimeInterval(Self.stackTime * (0.6 + 0.3 * place)))
  }

  func result(
    of site: SitePlan.Site,
    _ condition: InstanceRecord.Condition,
    region: String,
    turn: InstanceRecord.Turn
  ) -> OperationRecord.Result {
    let settled: OperationRecord.ResultStatus =
      switch condition.detailed {
      case .failed, .failedImport, .inoperable: .failed
      case .cancelled, .skippedSuspendedAccount: .cancelled
      case .pending, .running, .succeeded: .succeeded
      }
    return .init(
      account: site.account.id,
      region: region,
      unit: site.target,
      turn: turn,
      settled: settled,
      reason: condition.reason
    )
  }

  func operation(_ results: [OperationRecord.Result], targets: [String]) -> OperationRecord {
    OperationRecord(
      id: operationID,
      action: .create,
      startedAt: startedAt,
      endsAt: results.compactMap { $0.turn?.ends }.max()?.addingTimeInterval(2) ?? startedAt,
      fails: results.contains { $0.settled == .cancelled && $0.reason != nil },
      unitIDs: targets,
      preferences: .init(),
      results: results
    )
  }
}
