import AWS
import AWSQuery
import Fleet
import FoundationEssentials

/// Deletes all stack instances with their stacks; each stack's custom resources remove the registrations.
struct InstancesRemovalStage: Stage {
  let name = "instances"
  let title = "Roles and registrations of all accounts"
  let site: SetupSite
  let stackSet: StackSetName

  func examine() async throws -> StageReport {
    guard let existing = try await site.stackSet(stackSet) else { return .done("there is no stack set \(stackSet)") }
    let instances = try await instances()
    guard !instances.isEmpty else { return .done("no instances") }
    let inoperable = instances.filter { $0.status == "INOPERABLE" }
    if !inoperable.isEmpty {
      return .blocked(
        "\(inoperable.count) instances are INOPERABLE, the first in \(inoperable[0].account)",
        nextStep: "delete those with their stacks retained, then the stacks by hand, then run it again"
      )
    }
    return StageReport(
      .due,
      details: [
        "\(instances.count) stack instances, their roles and their registrations are deleted",
        "a registration that a backup policy uses keeps its account's roles: that instance then fails",
        "AUTOMATIC TARGETS \(existing.organizationalUnitIDs.joined(separator: ", ")) → none",
      ],
      calls: ["DeleteStackInstances"],
      undo: "rolecall setup makes new roles with new external ids; what used the old ones is configured anew"
    )
  }

  func perform(_ tell: @escaping StagedVerb.Tell) async throws {
    guard let existing = try await site.stackSet(stackSet, isWriting: true) else { return }
    let regions = Set(try await instances(isWriting: true).map(\.region)).sorted()
    let operationID = "rolecall-\(UUID().uuidString.lowercased())"
    tell(.note("operation \(operationID)"))
    _ = try await site.stackSets(isWriting: true).deleteStackInstances(
      stackSet: stackSet.rawValue,
      targets: .units(existing.organizationalUnitIDs),
      regions: regions,
      retainStacks: false,
      preferences: .standard,
      operationID: operationID
    )
    let end = try await OperationWatch(site: site, stackSet: stackSet, operationID: operationID).end(tell)
    guard end.isWhole else { throw end.error(of: operationID) }
  }

  private func instances(isWriting: Bool = false) async throws -> [CloudFormation.StackInstance] {
    var found: [CloudFormation.StackInstance] = []
    for try await page in try site.stackSets(isWriting: isWriting).listStackInstances(stackSet: stackSet.rawValue) {
      found += page.items
    }
    return found
  }
}
