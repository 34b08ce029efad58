package import Transport

/// Removes what ``Setup`` made, in the only order that leaves nothing behind: the functions must live until the last stack
/// with a custom resource is gone.
package enum Teardown {
  package static func verb(connections: Connections, timepiece: Timepiece = .system) throws -> StagedVerb {
    let context = connections.context
    guard let stackSet = context.stackSets.first, let lambdasStack = context.backup?.lambdasStack else {
      throw OperatorError(
        sentence: "context \(context.name) names no stack set or no Lambdas stack",
        nextStep: "add stackSets and backup: { lambdasStack } to the context",
        exitStatus: 2
      )
    }
    let site = SetupSite(connections: connections, timepiece: timepiece)
    return StagedVerb(
      verb: "teardown",
      context: context.name,
      stages: [
        InstancesRemovalStage(site: site, stackSet: stackSet),
        StackSetRemovalStage(site: site, stackSet: stackSet),
        LambdasRemovalStage(site: site, stackName: lambdasStack, stackSet: stackSet),
      ]
    )
  }
}
