import AWS
import AWSQuery
import Fleet

/// Deletes the Lambdas stack, which is refused while any stack instance may still need its functions.
struct LambdasRemovalStage: Stage {
  let name = "lambdas"
  let site: SetupSite
  let stackName: String
  let stackSet: StackSetName

  var title: String { "Lambdas stack \(stackName)" }

  func examine() async throws -> StageReport {
    guard try await site.stack(stackName) != nil else { return .done("there is no stack \(stackName)") }
    return StageReport(
      .due,
      details: [
        "functions, log groups, security groups and endpoints are deleted",
        "both secrets stay, and with them the portal user and its password; the bucket stays",
      ],
      calls: ["UpdateTerminationProtection", "DeleteStack"],
      undo: "rolecall setup, which finds the secrets again"
    )
  }

  func perform(_ tell: @escaping StagedVerb.Tell) async throws {
    // Looked at again: without its functions no roles stack can be deleted, each would wait an hour and then fail.
    guard try await site.stackSet(stackSet, isWriting: true) == nil else {
      throw OperatorError(
        sentence: "stack set \(stackSet) is still there; its stacks need the functions to be deleted",
        nextStep: "run teardown again from the beginning"
      )
    }
    try await StackRemoval(site: site, name: stackName).perform(tell)
  }
}
