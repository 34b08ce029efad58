import AWS
import AWSQuery
import Fleet
import FoundationEssentials

/// Deletes a stack of the backup account that is protected from being deleted by mistake.
struct StackRemoval {
  let site: SetupSite
  let name: String

  func perform(_ tell: @escaping StagedVerb.Tell) async throws {
    guard let stack = try await site.stack(name, isWriting: true), let id = stack.stackID else { return }
    let service = try site.stacks(isWriting: true)
    let begun = site.connections.now()
    try await service.updateTerminationProtection(stack: name, isOn: false)
    try await service.deleteStack(id, token: "rolecall-\(UUID().uuidString.lowercased())")
    let watch = StackWatch(site: site, stackID: id, since: begun)
    let status = try await watch.end(tell)
    guard status == "DELETE_COMPLETE" else {
      let cause = try await watch.firstFailure() ?? "no reason given"
      throw OperatorError(sentence: "stack \(name) is \(status): \(cause)", nextStep: "mend that, then run it again")
    }
  }
}
