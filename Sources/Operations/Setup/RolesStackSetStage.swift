import AWS
import AWSQuery
import Crypto
import Fleet
import FoundationEssentials
import Templates

/// Makes the Roles stack set; bringing an older one to this release is `deploy roles`' work.
struct RolesStackSetStage: Stage {
  let name = "stackSet"
  let site: SetupSite
  let bucket: ArtifactBucket
  let stackSet: StackSetName
  let lambdasStack: String
  let instanceRole: String
  let isAutomatic: Bool
  let retainsOnRemoval: Bool
  let parameters: [String: String]

  var title: String { "Roles stack set \(stackSet)" }

  func examine() async throws -> StageReport {
    if let existing = try await site.stackSet(stackSet) {
      guard existing.permissionModel == "SERVICE_MANAGED" else {
        return .blocked(
          "stack set \(stackSet) is self-managed; setup makes service-managed ones",
          nextStep: "name another one in the context's stackSets"
        )
      }
      guard existing.templateBody == ShippedTemplate.roles.body else {
        return .done("stack set \(stackSet) is there, of another release: rolecall deploy roles")
      }
      return .done("stack set \(stackSet) is of this release")
    }
    if try await site.stackSets().describeOrganizationsAccess() != "ENABLED" {
      return .blocked(
        "CloudFormation StackSets has no trusted access to the organization",
        nextStep: "in the management account: aws cloudformation activate-organizations-access"
      )
    }
    return StageReport(
      .due,
      details: [
        "service-managed, managed execution on",
        isAutomatic
          ? "accounts that join a target get the roles by themselves" : "accounts that join later are not enrolled",
        retainsOnRemoval
          ? "an account that leaves the targets keeps its stack"
          : "an account that leaves the targets loses roles and registrations",
      ],
      calls: ["CreateStackSet"],
      undo: "rolecall teardown"
    )
  }

  func perform(_ tell: @escaping StagedVerb.Tell) async throws {
    guard let place = try await bucket.find(isWriting: true),
      let stack = try await site.stack(lambdasStack, isWriting: true)
    else {
      throw OperatorError(sentence: "the Lambdas stack is not there yet", nextStep: "run the command again")
    }
    let body = ShippedTemplate.roles.body
    let wanted = try self.parameters(beside: stack)
    _ = try await site.stackSets(isWriting: true).createStackSet(
      stackSet.rawValue,
      StackSetDefinition(
        template: body.utf8.count <= CloudFormation.largestTemplateBody
          ? .body(body) : .url(try await bucket.url(of: .roles, in: place)),
        description: "Backup roles of every account, registered with the appliance",
        parameters: wanted,
        tags: [.init("rolecall:stack", "roles")],
        permissionModel: "SERVICE_MANAGED",
        autoDeployment: .init(enabled: isAutomatic, retainStacksOnAccountRemoval: retainsOnRemoval),
        isManagedExecutionActive: true
      ),
      token: token(of: wanted)
    )
    try await Release(site: site).verifyRoles(stackSet: stackSet)
  }

  private func parameters(beside stack: CloudFormation.Stack) throws -> [CloudFormation.Parameter] {
    var values = parameters
    values["VeeamInstanceRoleArn"] = instanceRole
    for name in ["RandomExtIdLambdaArn", "VeeamConfiguratorLambdaArn"] {
      guard let arn = stack.outputs[name] else {
        throw OperatorError(
          sentence: "stack \(lambdasStack) has no output \(name)",
          nextStep: "rolecall deploy lambdas"
        )
      }
      values[name] = arn
    }
    return values.sorted { $0.key < $1.key }.map { CloudFormation.Parameter(key: $0.key, value: $0.value) }
  }

  private func token(of parameters: [CloudFormation.Parameter]) -> String {
    let text = "\(stackSet) \(parameters) \(ShippedTemplate.roles.body)"
    return "rolecall-" + HexText.of(SHA256.hash(data: Array(text.utf8))).prefix(32)
  }
}
