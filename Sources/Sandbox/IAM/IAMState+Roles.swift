import FoundationEssentials

/// What a role is made with.
struct RoleDraft: Sendable {
  var name: String
  var path = "/"
  let account: String
  var partition = "aws"
  /// JSON.
  var trust: String
  var description: String?
  var maxSessionDuration = 3_600
  var boundary: String?
  var tags: [ResourceTag] = []
}

/// Roles and what is attached to them, with IAM's rules and words.
///
/// Source of the limits: IAM User Guide, "IAM and AWS STS quotas".
extension IAMState {
  static let mostRoles = 1_000
  static let mostPolicies = 1_500
  static let mostProfiles = 1_000
  static let mostPoliciesPerRole = 20
  static let longestTrust = 4_096
  static let longestInlinePolicies = 10_240

  @discardableResult
  mutating func create(_ draft: RoleDraft, at now: Date) throws(ServiceFailure) -> RoleRecord {
    try Self.checkName(draft.name, longest: 64, member: "roleName")
    guard role(draft.name, account: draft.account) == nil else {
      throw .exists("Role with name \(draft.name) already exists.")
    }
    guard roles(of: draft.account).count < Self.mostRoles else {
      throw .limit("Cannot exceed quota for RolesPerAccount: \(Self.mostRoles)")
    }
    let trust = try trust(draft.trust)
    var role = RoleRecord(
      name: draft.name,
      path: draft.path,
      account: draft.account,
      partition: draft.partition,
      uniqueID: uniqueID("AROA"),
      createdAt: now,
      description: draft.description,
      maxSessionDuration: draft.maxSessionDuration,
      trust: trust,
      trustChangedAt: now,
      trustedIDs: try trustedIDs(in: trust),
      tags: draft.tags
    )
    if let boundary = draft.boundary { role.boundary = try attachable(boundary) }
    put(role)
    return role
  }

  /// A role in use by policies or a profile stays.
  mutating func deleteRole(_ name: String, account: String) throws(ServiceFailure) {
    let role = try existingRole(name, account: account)
    guard !profiles(of: account).contains(where: { $0.role == role.name }) else {
      throw .conflict("Cannot delete entity, must remove roles from instance profile first.")
    }
    guard role.attachedPolicies.isEmpty else {
      throw .conflict("Cannot delete entity, must detach all policies first.")
    }
    guard role.inlinePolicies.isEmpty else { throw .conflict("Cannot delete entity, must delete policies first.") }
    removeRole(name, account: account)
  }

  /// Writes the trust policy; one that says the same already is left alone.
  mutating func setTrust(_ text: String, of name: String, account: String, at now: Date) throws(ServiceFailure) {
    var role = try existingRole(name, account: account)
    let document = try trust(text)
    let ids = try trustedIDs(in: document)
    guard role.trust != document || role.trustedIDs != ids else { return }
    (role.trust, role.trustedIDs, role.trustChangedAt) = (document, ids, now)
    put(role)
  }

  mutating func setBoundary(_ arn: String?, of name: String, account: String) throws(ServiceFailure) {
    var role = try existingRole(name, account: account)
    role.boundary = try arn.map { arn throws(ServiceFailure) in try attachable(arn) }
    put(role)
  }

  mutating func putInlinePolicy(
    _ text: String,
    named name: String,
    role roleName: String,
    account: String
  ) throws(ServiceFailure) {
    var role = try existingRole(roleName, account: account)
    let document = try document(text, for: .identity)
    if let index = role.inlinePolicies.firstIndex(where: { $0.name == name }) {
      role.inlinePolicies[index].document = document
    } else {
      role.inlinePolicies.append(.init(name: name, document: document))
    }
    guard role.inlinePolicies.reduce(0, { $0 + $1.document.size }) <= Self.longestInlinePolicies else {
      throw .limit("Maximum policy size of \(Self.longestInlinePolicies) bytes exceeded for role \(role.name)")
    }
    put(role)
  }

  /// One that is not there is no failure.
  mutating func removeInlinePolicy(_ name: String, role roleName: String, account: String) {
    guard var role = role(roleName, account: account) else { return }
    role.inlinePolicies.removeAll { $0.name == name }
    put(role)
  }

  mutating func attach(_ arn: String, to name: String, account: String) throws(ServiceFailure) {
    var role = try existingRole(name, account: account)
    let arn = try attachable(arn)
    guard !role.attachedPolicies.contains(arn) else { return }
    guard role.attachedPolicies.count < Self.mostPoliciesPerRole else {
      throw .limit("Cannot exceed quota for PoliciesPerRole: \(Self.mostPoliciesPerRole)")
    }
    role.attachedPolicies.append(arn)
    put(role)
  }

  /// One that is not attached is no failure.
  mutating func detach(_ arn: String, from name: String, account: String) {
    guard var role = role(name, account: account) else { return }
    role.attachedPolicies.removeAll { $0 == arn }
    put(role)
  }

  // MARK: Rules

  func existingRole(_ name: String, account: String) throws(ServiceFailure) -> RoleRecord {
    guard let role = role(name, account: account) else {
      throw .missing("The role with name \(name) cannot be found.")
    }
    return role
  }

  /// Letters, digits and `_+=,.@-`.
  static func checkName(_ name: String, longest: Int, member: String) throws(ServiceFailure) {
    guard name.count <= longest else {
      throw .validation(
        """
        1 validation error detected: Value '\(name)' at '\(member)' failed to satisfy constraint: \
        Member must have length less than or equal to \(longest)
        """
      )
    }
    guard name.wholeMatch(of: /[A-Za-z0-9_+=,.@\-]+/) != nil else {
      throw .validation(
        "The specified value for \(member) is invalid. It must contain only alphanumeric characters "
          + "and/or the following: +=,.@_-"
      )
    }
  }

  private func attachable(_ arn: String) throws(ServiceFailure) -> String {
    guard policy(arn: arn) != nil else { throw .missing("Policy \(arn) does not exist or is not attachable.") }
    return arn
  }

  private mutating func trust(_ text: String) throws(ServiceFailure) -> PolicyDocument {
    let document = try document(text, for: .trust)
    guard document.size <= Self.longestTrust else {
      throw .limit("Cannot exceed quota for ACLSizePerRole: \(Self.longestTrust)")
    }
    return document
  }
}

extension ServiceFailure {
  static func exists(_ message: String) -> ServiceFailure {
    .init(code: "EntityAlreadyExists", message: message, status: 409)
  }

  static func missing(_ message: String) -> ServiceFailure {
    .init(code: "NoSuchEntity", message: message, status: 404)
  }

  static func limit(_ message: String) -> ServiceFailure { .init(code: "LimitExceeded", message: message, status: 409) }

  static func conflict(_ message: String) -> ServiceFailure {
    .init(code: "DeleteConflict", message: message, status: 409)
  }
}
