import FoundationEssentials

/// The roles, managed policies and instance profiles of all accounts.
struct IAMState: Sendable {
  /// Names are unique whatever their letter case, and so keyed in small letters; policies by ARN.
  struct Account: Sendable {
    fileprivate(set) var roles: [String: RoleRecord] = [:]
    fileprivate(set) var policies: [String: ManagedPolicyRecord] = [:]
    fileprivate(set) var profiles: [String: InstanceProfileRecord] = [:]
  }

  private(set) var accounts: [String: Account] = [:]
  private var generator: SeededGenerator
  /// Policies that were read once: thousands of accounts get the same ones.
  private var documents: [String: PolicyDocument] = [:]

  init(seed: UInt64) { generator = SeededGenerator(seed: seed, label: "iam") }

  // MARK: Looking

  func roles(of account: String) -> [RoleRecord] {
    (accounts[account]?.roles.values).map { $0.sorted { $0.name < $1.name } } ?? []
  }

  func role(_ name: String, account: String) -> RoleRecord? { accounts[account]?.roles[name.lowercased()] }

  /// The role with this ARN, path included.
  func role(arn: String) -> RoleRecord? {
    let name = arn.split(separator: "/").last.map(String.init) ?? ""
    return role(name, account: ARN(arn).account).flatMap { $0.arn == arn ? $0 : nil }
  }

  func policies(of account: String) -> [ManagedPolicyRecord] {
    (accounts[account]?.policies.values).map { $0.sorted { $0.arn < $1.arn } } ?? []
  }

  /// A policy of an account or one of AWS's own.
  func policy(arn: String) -> ManagedPolicyRecord? {
    let account = ARN(arn).account
    return account == "aws" ? AWSManagedPolicies.policy(arn: arn) : accounts[account]?.policies[arn]
  }

  func profile(_ name: String, account: String) -> InstanceProfileRecord? {
    accounts[account]?.profiles[name.lowercased()]
  }

  func profiles(of account: String) -> [InstanceProfileRecord] {
    (accounts[account]?.profiles.values).map { $0.sorted { $0.name < $1.name } } ?? []
  }

  /// The names of the account's roles that a policy is attached to.
  func holders(of policy: String, account: String) -> [RoleRecord] {
    roles(of: account).filter { $0.attachedPolicies.contains(policy) }
  }

  /// What a role may do: its policies, inline and attached.
  func documents(of role: RoleRecord) -> [PolicyDocument] {
    role.inlinePolicies.map(\.document)
      + role.attachedPolicies.compactMap { policy(arn: $0)?.defaultVersion?.document }
  }

  // MARK: Writing records

  mutating func put(_ role: RoleRecord) {
    accounts[role.account, default: Account()].roles[role.name.lowercased()] = role
  }

  mutating func removeRole(_ name: String, account: String) {
    accounts[account]?.roles[name.lowercased()] = nil
  }

  mutating func put(_ policy: ManagedPolicyRecord) {
    accounts[ARN(policy.arn).account, default: Account()].policies[policy.arn] = policy
  }

  mutating func removePolicy(arn: String) { accounts[ARN(arn).account]?.policies[arn] = nil }

  mutating func put(_ profile: InstanceProfileRecord) {
    accounts[ARN(profile.arn).account, default: Account()].profiles[profile.name.lowercased()] = profile
  }

  mutating func removeProfile(_ name: String, account: String) {
    accounts[account]?.profiles[name.lowercased()] = nil
  }

  mutating func uniqueID(_ kind: String) -> String { generator.uniqueID(kind) }

  /// - Throws: `MalformedPolicyDocument`.
  mutating func document(
    _ text: String,
    for purpose: PolicyDocument.Purpose
  ) throws(ServiceFailure) -> PolicyDocument {
    let key = "\(purpose) \(text)"
    if let known = documents[key] { return known }
    do {
      let document = try PolicyDocument(text, for: purpose)
      documents[key] = document
      return document
    } catch {
      throw ServiceFailure(code: "MalformedPolicyDocument", message: error.message)
    }
  }
}
