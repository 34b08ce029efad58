import FoundationEssentials

/// Managed policies and instance profiles, with IAM's rules and words.
extension IAMState {
  static let longestManagedPolicy = 6_144

  mutating func createPolicy(
    _ name: String,
    path: String,
    document text: String,
    description: String? = nil,
    account: String,
    partition: String,
    at now: Date
  ) throws(ServiceFailure) -> ManagedPolicyRecord {
    try Self.checkName(name, longest: 128, member: "policyName")
    let taken = policies(of: account).contains { $0.name.lowercased() == name.lowercased() }
    guard !taken else { throw .exists("A policy called \(name) already exists. Duplicate names are not allowed.") }
    let policy = ManagedPolicyRecord(
      name: name,
      path: path,
      arn: "arn:\(partition):iam::\(account):policy\(path)\(name)",
      uniqueID: uniqueID("ANPA"),
      document: try managedDocument(text),
      description: description,
      at: now
    )
    put(policy)
    return policy
  }

  /// Makes another document the policy's default version.
  mutating func setDocument(_ text: String, ofPolicy arn: String, at now: Date) throws(ServiceFailure) {
    var policy = try existingPolicy(arn)
    let document = try managedDocument(text)
    guard policy.defaultVersion?.document != document else { return }
    policy.add(document, at: now)
    put(policy)
  }

  /// A policy that is attached stays.
  mutating func deletePolicy(_ arn: String) throws(ServiceFailure) {
    let policy = try existingPolicy(arn)
    guard holders(of: arn, account: ARN(arn).account).isEmpty else {
      throw .conflict("Cannot delete a policy attached to entities.")
    }
    removePolicy(arn: policy.arn)
  }

  func existingPolicy(_ arn: String) throws(ServiceFailure) -> ManagedPolicyRecord {
    guard let policy = policy(arn: arn) else { throw .missing("Policy \(arn) does not exist or is not attachable.") }
    return policy
  }

  private mutating func managedDocument(_ text: String) throws(ServiceFailure) -> PolicyDocument {
    let document = try document(text, for: .identity)
    guard document.size <= Self.longestManagedPolicy else {
      throw .limit("Cannot exceed quota for PolicySize: \(Self.longestManagedPolicy)")
    }
    return document
  }

  // MARK: Instance profiles

  mutating func createProfile(
    _ name: String,
    path: String,
    account: String,
    partition: String,
    at now: Date
  ) throws(ServiceFailure) -> InstanceProfileRecord {
    try Self.checkName(name, longest: 128, member: "instanceProfileName")
    guard profile(name, account: account) == nil else {
      throw .exists("Instance Profile \(name) already exists.")
    }
    let profile = InstanceProfileRecord(
      name: name,
      path: path,
      arn: "arn:\(partition):iam::\(account):instance-profile\(path)\(name)",
      uniqueID: uniqueID("AIPA"),
      createdAt: now
    )
    put(profile)
    return profile
  }

  /// Puts `roles` into the profile, which holds one at most, in place of what was there.
  mutating func setRoles(_ roles: [String], ofProfile name: String, account: String) throws(ServiceFailure) {
    var profile = try existingProfile(name, account: account)
    guard roles.count <= 1 else {
      throw .limit("Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1")
    }
    profile.role = try roles.first.map { role throws(ServiceFailure) in
      try existingRole(role, account: account).name
    }
    put(profile)
  }

  func existingProfile(_ name: String, account: String) throws(ServiceFailure) -> InstanceProfileRecord {
    guard let profile = profile(name, account: account) else {
      throw .missing("Instance Profile \(name) cannot be found.")
    }
    return profile
  }
}
