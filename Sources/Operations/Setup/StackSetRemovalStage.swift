import AWS
import AWSQuery
import Fleet

/// Deletes the empty Roles stack set.
struct StackSetRemovalStage: Stage {
  let name = "stackSet"
  let site: SetupSite
  let stackSet: StackSetName

  var title: String { "Roles stack set \(stackSet)" }

  func examine() async throws -> StageReport {
    guard try await site.stackSet(stackSet) != nil else { return .done("there is no stack set \(stackSet)") }
    return StageReport(.due, details: ["the stack set is deleted"], calls: ["DeleteStackSet"], undo: "rolecall setup")
  }

  func perform(_ tell: @escaping StagedVerb.Tell) async throws {
    try await site.stackSets(isWriting: true).deleteStackSet(stackSet.rawValue)
  }
}
