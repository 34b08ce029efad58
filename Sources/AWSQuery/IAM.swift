package import AWS
import Transport

/// AWS Identity and Access Management, as far as it is read.
///
/// `name` is a role's or profile's last part, without its path.
package struct IAM: Sendable {
  private let connection: AWSConnection

  package init(_ connection: AWSConnection) { self.connection = connection }

  package func getRole(_ name: String) async throws(AWSError) -> Role {
    var form = form("GetRole")
    form.add("RoleName", name)
    return try await perform("GetRole", form) { try Self.child("Role", of: $0, Role.init) }
  }

  /// Managed policies on a role.
  package func listAttachedRolePolicies(_ role: String) -> Pages<ListResponse<AttachedPolicy>> {
    pages("ListAttachedRolePolicies", role: role) { try $0.list("AttachedPolicies").map(AttachedPolicy.init) }
  }

  /// Names of the policies written into a role.
  package func listRolePolicies(_ role: String) -> Pages<ListResponse<String>> {
    pages("ListRolePolicies", role: role) { $0.list("PolicyNames").map(\.text) }
  }

  /// The document of a policy written into a role.
  package func getRolePolicy(_ role: String, policy: String) async throws(AWSError) -> String {
    var form = form("GetRolePolicy")
    form.add("RoleName", role)
    form.add("PolicyName", policy)
    return try await perform("GetRolePolicy", form) { try Self.document("PolicyDocument", of: $0) }
  }

  package func getPolicy(_ arn: String) async throws(AWSError) -> Policy {
    var form = form("GetPolicy")
    form.add("PolicyArn", arn)
    return try await perform("GetPolicy", form) { try Self.child("Policy", of: $0, Policy.init) }
  }

  /// The document of one version of a managed policy.
  package func getPolicyVersion(_ arn: String, version: String) async throws(AWSError) -> String {
    var form = form("GetPolicyVersion")
    form.add("PolicyArn", arn)
    form.add("VersionId", version)
    return try await perform("GetPolicyVersion", form) { result in
      try Self.child("PolicyVersion", of: result) { try Self.document("Document", of: $0) }
    }
  }

  package func getInstanceProfile(_ name: String) async throws(AWSError) -> InstanceProfile {
    var form = form("GetInstanceProfile")
    form.add("InstanceProfileName", name)
    return try await perform("GetInstanceProfile", form) { result in
      try Self.child("InstanceProfile", of: result, InstanceProfile.init)
    }
  }

  /// How much there is of what, and the quotas, as `Roles` and `RolesQuota`.
  package func getAccountSummary() async throws(AWSError) -> [String: Int] {
    try await perform("GetAccountSummary", form("GetAccountSummary")) { result in
      (result["SummaryMap"]?.all("entry") ?? []).reduce(into: [:]) { summary, entry in
        if let key = entry.string("key") { summary[key] = entry.integer("value") }
      }
    }
  }

  /// What the policies of a user or role allow, as IAM works it out; conditions it cannot know count as missing.
  package func simulatePrincipalPolicy(
    _ principalARN: String,
    actions: [String],
    resources: [String] = []
  ) -> Pages<ListResponse<EvaluationResult>> {
    Pages(.iam, "SimulatePrincipalPolicy") { marker throws(AWSError) in
      var form = form("SimulatePrincipalPolicy")
      form.add("PolicySourceArn", principalARN)
      form.add("ActionNames", actions)
      form.add("ResourceArns", resources)
      form.add("Marker", marker)
      return try await perform("SimulatePrincipalPolicy", form) { result in
        try Self.page(result) { try $0.list("EvaluationResults").map(EvaluationResult.init) }
      }
    }
  }

  // MARK: The wire

  private func form(_ action: String) -> QueryForm { QueryForm(action: action, version: "2010-05-08") }

  private func perform<Output: Sendable>(
    _ operation: String,
    _ form: QueryForm,
    read: @escaping @Sendable (AnswerElement) throws -> Output
  ) async throws(AWSError) -> Output {
    try await connection.perform(.query(.iam, operation, form: form, result: read))
  }

  private func pages<Item: Sendable>(
    _ operation: String,
    role: String,
    read: @escaping @Sendable (AnswerElement) throws -> [Item]
  ) -> Pages<ListResponse<Item>> {
    Pages(.iam, operation) { marker throws(AWSError) in
      var form = form(operation)
      form.add("RoleName", role)
      form.add("Marker", marker)
      return try await perform(operation, form) { try Self.page($0, read: read) }
    }
  }

  /// A marker counts only where the list says that it was cut.
  private static func page<Item: Sendable>(
    _ result: AnswerElement,
    read: (AnswerElement) throws -> [Item]
  ) throws -> ListResponse<Item> {
    let goesOn = result.flag("IsTruncated") ?? false
    return ListResponse(items: try read(result), nextToken: goesOn ? result.string("Marker") : nil)
  }

  private static func child<Output>(
    _ name: String,
    of result: AnswerElement,
    _ read: (AnswerElement) throws -> Output
  ) throws -> Output {
    guard let element = result[name] else { throw MalformedAnswer("field \(name) is missing") }
    return try read(element)
  }

  static func document(_ name: String, of element: AnswerElement) throws -> String {
    guard let text = try element.require(name).percentDecoded else {
      throw MalformedAnswer("field \(name) is not percent-encoded")
    }
    return text
  }
}
