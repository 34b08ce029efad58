import AWS
import AWSQuery
import Fleet
import FoundationEssentials

/// Brings the roles to the accounts of the target units that have none yet.
struct InstancesStage: Stage {
  let name = "instances"
  let title = "Stack instances of the targets"
  let site: SetupSite
  let stackSet: StackSetName
  let targets: [OrganizationalUnitID]
  let region: RegionName
  let preferences: OperationPreferences

  func examine() async throws -> StageReport {
    guard let existing = try await site.stackSet(stackSet) else { return creation(before: []) }
    if let running = try await runningOperation() {
      return StageReport(.due, details: ["wait for operation \(running.operationID) (\(running.action))"])
    }
    let missing = targets.map(\.rawValue).filter { !existing.organizationalUnitIDs.contains($0) }
    guard !missing.isEmpty else { return .done("targets \(existing.organizationalUnitIDs.joined(separator: ", "))") }
    return creation(before: existing.organizationalUnitIDs)
  }

  private func creation(before: [String]) -> StageReport {
    let after = Set(before).union(targets.map(\.rawValue)).sorted()
    return StageReport(
      .due,
      details: [
        "one stack instance in \(region) for every account of the targets but the management account",
        "AUTOMATIC TARGETS \(before.isEmpty ? "none" : before.joined(separator: ", ")) → \(after.joined(separator: ", "))",
        "PREFERENCES \(preferences.sentence)",
      ],
      calls: ["CreateStackInstances"],
      undo: "rolecall teardown, or delete the instances of a target"
    )
  }

  func perform(_ tell: @escaping StagedVerb.Tell) async throws {
    if let running = try await runningOperation(isWriting: true) {
      _ = try await OperationWatch(site: site, stackSet: stackSet, operationID: running.operationID).end(tell)
    }
    guard let existing = try await site.stackSet(stackSet, isWriting: true) else {
      throw OperatorError(sentence: "stack set \(stackSet) is not there", nextStep: "run the command again")
    }
    let missing = targets.map(\.rawValue).filter { !existing.organizationalUnitIDs.contains($0) }
    guard !missing.isEmpty else { return }
    let operationID = "rolecall-\(UUID().uuidString.lowercased())"
    tell(.note("operation \(operationID)"))
    _ = try await site.stackSets(isWriting: true).createStackInstances(
      stackSet: stackSet.rawValue,
      targets: .units(missing),
      regions: [region.rawValue],
      preferences: preferences,
      operationID: operationID
    )
    let end = try await OperationWatch(site: site, stackSet: stackSet, operationID: operationID).end(tell)
    guard end.isWhole else { throw end.error(of: operationID) }
  }

  private func runningOperation(isWriting: Bool = false) async throws -> CloudFormation.StackSetOperation? {
    for try await page in try site.stackSets(isWriting: isWriting).listStackSetOperations(stackSet: stackSet.rawValue) {
      return page.items.first { ["RUNNING", "QUEUED", "STOPPING"].contains($0.status) }
    }
    return nil
  }
}

extension OperationWatch.End {
  /// What a person is told of an operation that did not bring everything it was asked for.
  func error(of operationID: String) -> OperatorError {
    let causes = failures.map { "\($0.account): \($0.reason)" }.joined(separator: "; ")
    return OperatorError(
      sentence:
        "operation \(operationID) is \(status), \(failed) accounts failed\(causes.isEmpty ? "" : ": \(causes)")",
      nextStep: "rolecall accounts '!ready' shows them; mend the cause, then run the command again"
    )
  }
}
