import FoundationEssentials

/// Whom roles trust.
extension IAMState {
  /// The unique ids of the roles that a trust policy names, as IAM keeps them.
  ///
  /// IAM refuses ARNs of roles that do not exist. Of accounts that have no roles here nothing is known, so theirs pass;
  /// users are not kept here, and pass too.
  func trustedIDs(in trust: PolicyDocument) throws(ServiceFailure) -> [String: String] {
    var ids: [String: String] = [:]
    for principal in trust.statements.flatMap({ $0.principals ?? [] }) where principal.type == "AWS" {
      let arn = ARN(principal.value)
      guard arn.service == "iam", arn.resource.hasPrefix("role/"), accounts[arn.account] != nil else { continue }
      guard let role = role(arn: principal.value) else {
        throw ServiceFailure(
          code: "MalformedPolicyDocument",
          message: "Invalid principal in policy: \"AWS\":\"\(principal.value)\""
        )
      }
      ids[principal.value] = role.uniqueID
    }
    return ids
  }

  /// The trust policy as IAM shows it: with the unique id where a role it names is not the one it named any more.
  func shownTrust(of role: RoleRecord) -> String {
    role.trustedIDs.sorted { $0.key < $1.key }.reduce(role.trust.text) { text, trusted in
      self.role(arn: trusted.key)?.uniqueID == trusted.value
        ? text : text.replacing("\"\(trusted.key)\"", with: "\"\(trusted.value)\"")
    }
  }

  /// Whether `role` lets `principal` assume it.
  ///
  /// - Parameters:
  ///   - role: The role to be assumed.
  ///   - principal: Who asks.
  ///   - context: Condition keys, such as `sts:externalid`.
  /// - Returns: True when the trust policy allows it.
  func trusts(_ role: RoleRecord, _ principal: PolicyPrincipal, context: [String: [String]]) -> Bool {
    var who = principal
    // A role that was made again under the same name is another one.
    who.arns.removeAll { arn in role.trustedIDs[arn].map { $0 != self.role(arn: arn)?.uniqueID } ?? false }
    let request = AccessRequest(action: "sts:AssumeRole", resources: [role.arn], context: context, principal: who)
    return [role.trust].decision(on: request) == .allowed
  }
}
