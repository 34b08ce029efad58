import FoundationEssentials

/// AWS Identity and Access Management over one world at one moment.
struct IAMService {
  static let namespace = "https://iam.amazonaws.com/doc/2010-05-08/"

  typealias Body = (inout XMLWriter) -> Void

  static let reads: Set<String> = [
    "GetRole", "ListRoles", "ListRolePolicies", "GetRolePolicy", "ListAttachedRolePolicies", "ListRoleTags",
    "GetPolicy", "GetPolicyVersion", "ListPolicyVersions", "ListEntitiesForPolicy", "GetInstanceProfile",
    "ListInstanceProfilesForRole", "SimulatePrincipalPolicy", "GetAccountSummary", "ListAccountAliases",
  ]

  let input: QueryInput
  let caller: Identity
  let region: String
  let now: Date

  func answer(_ operation: String, _ state: inout WorldState) throws(ServiceFailure) -> Body {
    guard Self.reads.contains(operation) else { return try change(operation, &state) }
    let iam = state.iam
    switch operation {
    case "GetRole": return try role(iam)
    case "ListRoles": return try roles(iam)
    case "ListRolePolicies": return try inlinePolicies(iam)
    case "GetRolePolicy": return try inlinePolicy(iam)
    case "ListAttachedRolePolicies": return try attachedPolicies(iam)
    case "ListRoleTags": return try roleTags(iam)
    case "GetPolicy": return try policy(iam)
    case "GetPolicyVersion": return try policyVersion(iam)
    case "ListPolicyVersions": return try policyVersions(iam)
    case "ListEntitiesForPolicy": return try entities(iam)
    case "GetInstanceProfile": return try profile(iam)
    case "ListInstanceProfilesForRole": return try profiles(iam)
    case "SimulatePrincipalPolicy": return try simulation(state)
    case "GetAccountSummary": return summary(iam)
    default:
      return {
        $0.list("AccountAliases", [])
        $0.element("IsTruncated", false)
      }
    }
  }

  // MARK: Roles

  private func role(_ iam: IAMState) throws(ServiceFailure) -> Body {
    let role = try existingRole(iam)
    return { $0.element("Role") { IAMView(iam).write(role, isWhole: true, to: &$0) } }
  }

  private func roles(_ iam: IAMState) throws(ServiceFailure) -> Body {
    let prefix = input.string("PathPrefix") ?? "/"
    let roles = iam.roles(of: caller.account).filter { $0.path.hasPrefix(prefix) }
    return try list("Roles", roles) { IAMView(iam).write($1, isWhole: false, to: &$0) }
  }

  private func inlinePolicies(_ iam: IAMState) throws(ServiceFailure) -> Body {
    let names = try existingRole(iam).inlinePolicies.map(\.name)
    let page = try page(of: names.count, list: "PolicyNames")
    return { xml in
      xml.list("PolicyNames", Array(names[page.range]))
      Self.write(page, to: &xml)
    }
  }

  private func inlinePolicy(_ iam: IAMState) throws(ServiceFailure) -> Body {
    let role = try existingRole(iam)
    let name = try input.required("PolicyName")
    guard let policy = role.inlinePolicies.first(where: { $0.name == name }) else {
      throw .missing("The role policy with name \(name) cannot be found.")
    }
    return { xml in
      xml.element("RoleName", role.name)
      xml.element("PolicyName", policy.name)
      xml.element("PolicyDocument", FormEncoding.encoded(policy.document.text))
    }
  }

  private func attachedPolicies(_ iam: IAMState) throws(ServiceFailure) -> Body {
    let policies = try existingRole(iam).attachedPolicies
    return try list("AttachedPolicies", policies) { xml, arn in
      xml.element("PolicyName", arn.split(separator: "/").last.map(String.init))
      xml.element("PolicyArn", arn)
    }
  }

  private func roleTags(_ iam: IAMState) throws(ServiceFailure) -> Body {
    let tags = try existingRole(iam).tags
    return try list("Tags", tags) { IAMView.write($1, to: &$0) }
  }

  // MARK: Policies

  private func policy(_ iam: IAMState) throws(ServiceFailure) -> Body {
    let policy = try existingPolicy(iam)
    return { $0.element("Policy") { IAMView(iam).write(policy, to: &$0) } }
  }

  private func policyVersion(_ iam: IAMState) throws(ServiceFailure) -> Body {
    let policy = try existingPolicy(iam)
    let id = try input.required("VersionId")
    guard let version = policy.versions.first(where: { $0.id == id }) else {
      throw .missing("Policy \(policy.arn) version \(id) does not exist or is not attachable.")
    }
    return { $0.element("PolicyVersion") { IAMView.write(version, of: policy, hasDocument: true, to: &$0) } }
  }

  private func policyVersions(_ iam: IAMState) throws(ServiceFailure) -> Body {
    let policy = try existingPolicy(iam)
    return try list("Versions", policy.versions.reversed()) { xml, version in
      IAMView.write(version, of: policy, hasDocument: false, to: &xml)
    }
  }

  private func entities(_ iam: IAMState) throws(ServiceFailure) -> Body {
    let policy = try existingPolicy(iam)
    return try list("PolicyRoles", iam.holders(of: policy.arn, account: caller.account)) { xml, role in
      xml.element("RoleName", role.name)
      xml.element("RoleId", role.uniqueID)
    }
  }

  // MARK: Instance profiles

  private func profile(_ iam: IAMState) throws(ServiceFailure) -> Body {
    let profile = try iam.existingProfile(try input.required("InstanceProfileName"), account: caller.account)
    return { $0.element("InstanceProfile") { IAMView(iam).write(profile, to: &$0) } }
  }

  private func profiles(_ iam: IAMState) throws(ServiceFailure) -> Body {
    let role = try existingRole(iam)
    let profiles = iam.profiles(of: caller.account).filter { $0.role == role.name }
    return try list("InstanceProfiles", profiles) { IAMView(iam).write($1, to: &$0) }
  }

  // MARK: The account

  /// Source of the names: IAM API Reference, GetAccountSummary.
  private func summary(_ iam: IAMState) -> Body {
    let account = caller.account
    let counts = [
      ("Roles", iam.roles(of: account).count), ("RolesQuota", IAMState.mostRoles),
      ("Policies", iam.policies(of: account).count), ("PoliciesQuota", IAMState.mostPolicies),
      ("InstanceProfiles", iam.profiles(of: account).count), ("InstanceProfilesQuota", IAMState.mostProfiles),
      ("AttachedPoliciesPerRoleQuota", IAMState.mostPoliciesPerRole),
      ("PolicySizeQuota", IAMState.longestManagedPolicy), ("VersionsPerPolicyQuota", ManagedPolicyRecord.mostVersions),
      ("AssumeRolePolicySizeQuota", IAMState.longestTrust), ("AccountMFAEnabled", 1),
    ]
    return { xml in
      xml.element("SummaryMap") { xml in
        for (name, count) in counts {
          xml.element("entry") {
            $0.element("key", name)
            $0.element("value", count)
          }
        }
      }
    }
  }

  // MARK: Pieces

  func existingRole(_ iam: IAMState) throws(ServiceFailure) -> RoleRecord {
    try iam.existingRole(try input.required("RoleName"), account: caller.account)
  }

  func existingPolicy(_ iam: IAMState) throws(ServiceFailure) -> ManagedPolicyRecord {
    try iam.existingPolicy(try input.required("PolicyArn"))
  }

  private func list<Element>(
    _ name: String,
    _ elements: [Element],
    _ write: @escaping (inout XMLWriter, Element) -> Void
  ) throws(ServiceFailure) -> Body {
    let page = try page(of: elements.count, list: name)
    return { xml in
      xml.list(name, elements[page.range], write)
      Self.write(page, to: &xml)
    }
  }

  private func page(of count: Int, list: String) throws(ServiceFailure) -> Page {
    let size = try input.integer("MaxItems", in: 1...1_000) ?? 100
    let whole = "\(list) \(caller.account) \(input.string("RoleName") ?? "")"
    guard let page = Page(count: count, size: size, token: input.string("Marker"), list: whole) else {
      throw .validation("Invalid Marker.")
    }
    return page
  }

  private static func write(_ page: Page, to xml: inout XMLWriter) {
    xml.element("IsTruncated", page.next != nil)
    xml.element("Marker", page.next)
  }
}
