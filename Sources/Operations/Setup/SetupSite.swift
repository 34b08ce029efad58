import AWS
import AWSQuery
import Fleet
import FoundationEssentials
import Transport

/// What the steps of setup, deploy and teardown work with.
struct SetupSite: Sendable {
  let connections: Connections
  /// Waits between two looks at something that takes time.
  let timepiece: Timepiece

  var context: Context { connections.context }

  /// The stacks of the backup account.
  func stacks(isWriting: Bool = false) throws(AWSError) -> CloudFormation {
    CloudFormation(try connections.aws(.backup, isWriting: isWriting))
  }

  /// The stack sets, in the name that the context says.
  func stackSets(isWriting: Bool = false) throws(AWSError) -> CloudFormation {
    CloudFormation(
      try connections.aws(.organization, isWriting: isWriting),
      callAs: .init(rawValue: context.organization.callAs.rawValue)
    )
  }

  /// A stack of the backup account; nil when there is none of that name.
  func stack(_ name: String, isWriting: Bool = false) async throws -> CloudFormation.Stack? {
    try await stacks(isWriting: isWriting).describeStack(name)
  }

  /// A stack set; nil when there is none of that name.
  func stackSet(_ name: StackSetName, isWriting: Bool = false) async throws -> CloudFormation.StackSet? {
    do throws(AWSError) {
      return try await stackSets(isWriting: isWriting).describeStackSet(name.rawValue)
    } catch {
      guard error.code == .stackSetNotFound else { throw error }
      return nil
    }
  }
}
