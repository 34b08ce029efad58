import AWS
import AWSQuery
import Fleet

extension Doctor {
  func rolesExam(_ roots: Roots) async -> RolesExam {
    let trusted = roots.stackSet.flatMap { set -> Fact<String> in
      guard let arn = roots.stackSetParameter("VeeamInstanceRoleArn") else {
        return .failure(
          SourceProblem(kind: .notFound, sentence: "\(set.stackSetName) has no parameter VeeamInstanceRoleArn")
        )
      }
      return .success(arn)
    }
    async let role = fact { try await applianceRole(trusted.get()) }
    async let instance = fact { try await instanceWithRoles() }
    async let summary = fact { try await IAM(aws(.backup)).getAccountSummary() }
    return await RolesExam(
      trustedRole: trusted,
      role: role,
      instance: instance,
      boundary: roots.stackSet.map { _ in roots.stackSetParameter("PermissionsBoundaryArn") },
      summary: summary,
      membersProblem: SourceProblem(
        kind: .notConfigured,
        sentence: "what is in member accounts cannot be read from here",
        nextStep: nil
      )
    )
  }

  /// The role with the documents of all its policies.
  private func applianceRole(_ arn: String) async throws -> RolesExam.Role {
    let service = IAM(try aws(.backup))
    let name = arn.split(separator: "/").last.map(String.init) ?? arn
    let role = try await service.getRole(name)
    var documents: [String] = []
    for policy in try await Self.all(service.listRolePolicies(name), \.items) {
      documents.append(try await service.getRolePolicy(name, policy: policy))
    }
    for attached in try await Self.all(service.listAttachedRolePolicies(name), \.items) {
      let policy = try await service.getPolicy(attached.policyARN)
      documents.append(try await service.getPolicyVersion(policy.arn, version: policy.defaultVersionID))
    }
    return RolesExam.Role(arn: role.arn, id: role.roleID, policies: documents.compactMap(PolicyDocument.init))
  }

  private func instanceWithRoles() async throws -> RolesExam.Instance? {
    guard let instance = try await applianceInstance() else { return nil }
    guard let profile = instance.iamInstanceProfileARN?.split(separator: "/").last else {
      return RolesExam.Instance(id: instance.instanceID, roleARNs: [])
    }
    let roles = try await IAM(aws(.backup)).getInstanceProfile(String(profile)).roles
    return RolesExam.Instance(id: instance.instanceID, roleARNs: roles.map(\.arn))
  }
}
