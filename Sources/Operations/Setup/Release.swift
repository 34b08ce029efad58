import AWS
import AWSQuery
import Fleet
import Templates

/// Whether what is deployed is what this program ships, byte for byte.
///
/// A bucket may be written to by others, and a stack may be updated by others: templates and code are compared after each
/// create and update, and by the doctor.
struct Release {
  let site: SetupSite

  /// - Throws: ``OperatorError`` when template or code of the Lambdas stack is another one.
  func verifyLambdas(stack name: String) async throws {
    guard ReleaseMatch(body: try await site.stacks().getTemplate(stack: name), shipped: .lambdas) == .current else {
      throw Self.differs("the template of stack \(name)")
    }
    guard let stack = try await site.stack(name) else { return }
    let said = stack.outputs["CodeSha256"]
    let lambda = Lambda(try site.connections.aws(.backup))
    for output in ["RandomExtIdLambdaArn", "VeeamConfiguratorLambdaArn"] {
      guard let arn = stack.outputs[output] else { continue }
      guard try await lambda.getFunctionConfiguration(arn).codeSHA256 == said else {
        throw Self.differs("the code of \(arn)")
      }
    }
  }

  /// - Throws: ``OperatorError`` when the template of the Roles stack set is another one.
  func verifyRoles(stackSet name: StackSetName) async throws {
    guard let body = try await site.stackSet(name)?.templateBody,
      ReleaseMatch(body: body, shipped: .roles) == .current
    else {
      throw Self.differs("the template of stack set \(name)")
    }
  }

  private static func differs(_ what: String) -> OperatorError {
    OperatorError(
      sentence: "\(what) is not the one that was sent: somebody replaced it meanwhile",
      nextStep: "find out who wrote to the bucket or updated it (CloudTrail), then deploy again"
    )
  }
}
