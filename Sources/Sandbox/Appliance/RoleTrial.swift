import FoundationEssentials

/// The appliance's attempt to assume a role before it registers it.
struct RoleTrial: Sendable {
  enum Outcome: Hashable, Sendable {
    case assumed
    case refused
    /// The world has registrations, but no roles that could be asked.
    case notLive
  }

  let address: RoleAddress
  let externalID: String?
  /// How long AWS needs until a trust policy works everywhere.
  let delay: Duration

  func outcome(in state: WorldState, at now: Date) -> Outcome {
    guard state.hasLiveRoles, let site = state.site else { return .notLive }
    guard let role = role(in: state.iam), now >= role.trustChangedAt.addingTimeInterval(delay / .seconds(1)) else {
      return .refused
    }
    let appliance = PolicyPrincipal(account: state.backupAccount, arns: [site.roleARN])
    var context = ["aws:principalarn": [site.roleARN], "aws:principalaccount": [state.backupAccount]]
    if let organization = state.organization, organization.account(state.backupAccount) != nil {
      context["aws:principalorgid"] = [organization.id]
    }
    context["sts:externalid"] = externalID.map { [$0] }
    return state.iam.trusts(role, appliance, context: context) ? .assumed : .refused
  }

  /// The role under its name with its path: `backup/veeam` is not the role `veeam` at the root.
  private func role(in iam: IAMState) -> RoleRecord? {
    let words = address.roleName.split(separator: "/").map(String.init)
    guard let name = words.last, let role = iam.role(name, account: address.account) else { return nil }
    let path = words.dropLast().isEmpty ? "/" : "/" + words.dropLast().joined(separator: "/") + "/"
    return role.path == path ? role : nil
  }
}
