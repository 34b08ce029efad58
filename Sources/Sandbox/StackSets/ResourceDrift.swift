import FoundationEssentials

/// How a resource differs from what its stack made.
struct ResourceDrift: Hashable, Sendable {
  enum Status: String, Sendable {
    case modified = "MODIFIED"
    case deleted = "DELETED"
  }

  struct Difference: Hashable, Sendable {
    /// `/AssumeRolePolicyDocument`.
    let path: String
    let expected: String
    let actual: String
  }

  let logicalID: String
  let physicalID: String
  let type: String
  let status: Status
  var differences: [Difference] = []
  let foundAt: Date
}

/// Compares a stack's IAM resources with what the account holds; types that drift detection does not know are in sync.
struct DriftCheck {
  let state: WorldState
  let now: Date

  func drifts(of stack: StackRecord) -> [ResourceDrift] {
    stack.resources.compactMap { resource in
      guard let physicalID = resource.state?.physicalID else { return nil }
      let account = stack.account
      switch resource.type {
      case "AWS::IAM::Role":
        guard let role = state.iam.role(physicalID, account: account) else { return deleted(resource, physicalID) }
        let differences = self.differences(of: role, from: resource.properties)
        return differences.isEmpty ? nil : modified(resource, physicalID, differences)
      case "AWS::IAM::InstanceProfile":
        return state.iam.profile(physicalID, account: account) == nil ? deleted(resource, physicalID) : nil
      case "AWS::IAM::ManagedPolicy":
        return state.iam.policy(arn: physicalID) == nil ? deleted(resource, physicalID) : nil
      default: return nil
      }
    }
  }

  private func differences(of role: RoleRecord, from properties: TemplateObject) -> [ResourceDrift.Difference] {
    var differences: [ResourceDrift.Difference] = []
    let expected = properties["AssumeRolePolicyDocument"]?.json() ?? ""
    if let wanted = try? PolicyDocument(expected, for: .trust), wanted.statements != role.trust.statements {
      differences.append(.init(path: "/AssumeRolePolicyDocument", expected: expected, actual: role.trust.text))
    }
    let duration = properties["MaxSessionDuration"]?.text ?? "3600"
    if duration != "\(role.maxSessionDuration)" {
      differences.append(.init(path: "/MaxSessionDuration", expected: duration, actual: "\(role.maxSessionDuration)"))
    }
    return differences
  }

  private func modified(
    _ resource: StackResource,
    _ physicalID: String,
    _ differences: [ResourceDrift.Difference]
  ) -> ResourceDrift {
    .init(
      logicalID: resource.logicalID,
      physicalID: physicalID,
      type: resource.type,
      status: .modified,
      differences: differences,
      foundAt: now
    )
  }

  private func deleted(_ resource: StackResource, _ physicalID: String) -> ResourceDrift {
    .init(
      logicalID: resource.logicalID,
      physicalID: physicalID,
      type: resource.type,
      status: .deleted,
      foundAt: now
    )
  }
}
