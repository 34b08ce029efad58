/// Security groups, with EC2's rules and words.
extension NetworkState {
  static let mostRulesPerGroup = 60

  mutating func createGroup(
    _ name: String,
    description: String,
    vpc: String?,
    tags: [ResourceTag],
    account: String,
    region: String
  ) throws(ServiceFailure) -> SecurityGroupRecord {
    let vpc = try home(of: vpc, account: account, region: region)
    guard !securityGroups.contains(where: { $0.vpc == vpc.id && $0.name == name }) else {
      throw .absent("InvalidGroup.Duplicate", "The security group '\(name)' already exists for VPC '\(vpc.id)'")
    }
    var everything = SecurityGroupRule.everythingOut
    everything.id = newID("sgr")
    let group = SecurityGroupRecord(
      id: newID("sg"),
      name: name,
      description: description,
      vpc: vpc.id,
      account: account,
      region: region,
      rules: [everything],
      tags: tags
    )
    securityGroups.append(group)
    return group
  }

  mutating func deleteGroup(_ id: String, account: String, region: String) throws(ServiceFailure) {
    let group = try securityGroup(id, account: account, region: region)
    let isUsed =
      endpoints.contains { $0.securityGroups.contains(id) } || instances.contains { $0.securityGroups.contains(id) }
      || securityGroups.contains { $0.id != id && $0.rules.contains { $0.peer == .group(id) } }
    guard !isUsed else { throw .absent("DependencyViolation", "resource \(id) has a dependent object") }
    securityGroups.removeAll { $0.id == group.id }
  }

  /// Adds a rule and returns it with its id.
  mutating func authorize(
    _ rule: SecurityGroupRule,
    in id: String,
    account: String,
    region: String
  ) throws(ServiceFailure) -> SecurityGroupRule {
    let group = try securityGroup(id, account: account, region: region)
    if case .group(let peer) = rule.peer { _ = try securityGroup(peer, account: account, region: region) }
    if case .prefixList(let list) = rule.peer, !Self.prefixLists(region: region).contains(where: { $0.id == list }) {
      throw .absent("InvalidPrefixListID.NotFound", "The prefix list ID '\(list)' does not exist")
    }
    guard !group.rules.contains(where: { $0.isSame(as: rule) }) else {
      throw .absent(
        "InvalidPermission.Duplicate",
        "the specified rule \"\(rule.phrase)\" already exists"
      )
    }
    guard group.rules.count(where: { $0.isEgress == rule.isEgress }) < Self.mostRulesPerGroup else {
      throw .absent(
        "RulesPerSecurityGroupLimitExceeded",
        "The maximum number of rules per security group has been reached."
      )
    }
    var added = rule
    added.id = newID("sgr")
    change(id) { $0.rules.append(added) }
    return added
  }

  /// One that is not there is no failure.
  mutating func revoke(_ ruleID: String) {
    for index in securityGroups.indices { securityGroups[index].rules.removeAll { $0.id == ruleID } }
  }

  mutating func change(_ id: String, _ body: (inout SecurityGroupRecord) -> Void) {
    guard let index = securityGroups.firstIndex(where: { $0.id == id }) else { return }
    body(&securityGroups[index])
  }

  /// The named VPC, or the region's default one.
  private func home(of id: String?, account: String, region: String) throws(ServiceFailure) -> VPCRecord {
    if let id { return try vpc(id, account: account, region: region) }
    guard let found = vpcs.first(where: { $0.account == account && $0.region == region && $0.isDefault }) else {
      throw .absent("VPCIdNotSpecified", "No default VPC for this user")
    }
    return found
  }
}

extension SecurityGroupRule {
  /// As EC2 names it in errors.
  fileprivate var phrase: String {
    let who =
      switch peer {
      case .addresses(let text), .addressesV6(let text), .group(let text), .prefixList(let text): text
      }
    let ports = ipProtocol == "-1" ? "ALL" : "\(ipProtocol.uppercased()), from port: \(fromPort), to port: \(toPort)"
    return "peer: \(who), \(ports), ALLOW"
  }
}
