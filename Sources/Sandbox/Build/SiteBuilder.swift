import FoundationEssentials

/// Furnishes the backup account with the appliance's network, its instance and its role.
struct SiteBuilder {
  static let roleName = "veeam-appliance"
  private static let cidr = "10.20.0.0/16"

  private let options: SiteOptions

  init(_ options: SiteOptions) { self.options = options }

  func furnish(_ state: inout WorldState) {
    let (account, region) = (state.backupAccount, state.homeRegion)
    let (role, profile) = addRole(to: &state.iam, account: account, region: region)
    var network = state.network
    let vpc = VPCRecord(
      id: network.newID("vpc"),
      account: account,
      region: region,
      cidr: Self.cidr,
      hasDNSHostnames: options.hasDNSHostnames,
      tags: Self.named("backup")
    )
    network.vpcs.append(vpc)
    let subnets = addSubnets(of: vpc, to: &network)
    let tables = addRouteTables(of: vpc, for: subnets, to: &network)
    let group = addGroups(of: vpc, to: &network)
    let instance = EC2InstanceRecord(
      id: network.newID("i"),
      account: account,
      region: region,
      vpc: vpc.id,
      subnet: subnets[0],
      type: "t3.medium",
      image: network.newID("ami"),
      privateAddress: "10.20.0.10",
      // Where the simulated appliance really listens, so that its instance is found by its address.
      publicAddress: "127.0.0.1",
      launchedAt: WorldBuilder.reference.addingTimeInterval(-150 * 86_400),
      instanceProfile: profile,
      securityGroups: [group],
      tags: Self.named("veeam-appliance")
    )
    network.instances.append(instance)
    state.network = network
    addEndpoints(of: vpc, subnets, tables, group, to: &state.network)
    state.site = BackupSite(
      vpc: vpc.id,
      subnets: subnets,
      routeTables: tables,
      instance: instance.id,
      roleARN: role,
      instanceProfileARN: profile,
      securityGroup: group
    )
  }

  private static func named(_ name: String) -> [ResourceTag] { [ResourceTag(key: "Name", value: name)] }

  // MARK: Network

  private func addSubnets(of vpc: VPCRecord, to network: inout NetworkState) -> [String] {
    // `euw1` for `eu-west-1`.
    let words = vpc.region.split(separator: "-")
    let zone = words.enumerated().map { String($1.prefix($0 == 0 ? 2 : 1)) }.joined()
    return ["a", "b"].enumerated().map { number, letter in
      let subnet = SubnetRecord(
        id: network.newID("subnet"),
        vpc: vpc.id,
        account: vpc.account,
        region: vpc.region,
        zone: vpc.region + letter,
        zoneID: "\(zone)-az\(number + 1)",
        cidr: "10.20.\(number).0/24",
        freeAddresses: 240,
        tags: Self.named("private-\(letter)")
      )
      network.subnets.append(subnet)
      return subnet.id
    }
  }

  private func addRouteTables(of vpc: VPCRecord, for subnets: [String], to network: inout NetworkState) -> [String] {
    var routes = [RouteTableRecord.Route(destination: vpc.cidr, target: .local)]
    if options.hasNATGateway {
      routes.append(.init(destination: "0.0.0.0/0", target: .natGateway(network.newID("nat"))))
    }
    network.routeTables.append(
      RouteTableRecord(
        id: network.newID("rtb"),
        vpc: vpc.id,
        account: vpc.account,
        region: vpc.region,
        isMain: true,
        routes: [.init(destination: vpc.cidr, target: .local)]
      )
    )
    let table = RouteTableRecord(
      id: network.newID("rtb"),
      vpc: vpc.id,
      account: vpc.account,
      region: vpc.region,
      subnets: subnets,
      routes: routes,
      tags: Self.named("private")
    )
    network.routeTables.append(table)
    return [table.id]
  }

  /// The VPC's default group and the appliance's, which lets the network in to its API and its portal.
  private func addGroups(of vpc: VPCRecord, to network: inout NetworkState) -> String {
    func rule(_ port: Int) -> SecurityGroupRule {
      SecurityGroupRule(
        id: network.newID("sgr"),
        isEgress: false,
        ipProtocol: "tcp",
        fromPort: port,
        toPort: port,
        peer: .addresses(vpc.cidr)
      )
    }
    func group(_ name: String, _ description: String, _ rules: [SecurityGroupRule]) -> SecurityGroupRecord {
      var everything = SecurityGroupRule.everythingOut
      everything.id = network.newID("sgr")
      return SecurityGroupRecord(
        id: network.newID("sg"),
        name: name,
        description: description,
        vpc: vpc.id,
        account: vpc.account,
        region: vpc.region,
        rules: rules + [everything]
      )
    }
    let appliance = group("veeam-appliance", "Backup appliance", [rule(443), rule(11_005)])
    network.securityGroups += [group("default", "default VPC security group", []), appliance]
    return appliance.id
  }

  private func addEndpoints(
    of vpc: VPCRecord,
    _ subnets: [String],
    _ tables: [String],
    _ group: String,
    to network: inout NetworkState
  ) {
    let prefix = "com.amazonaws.\(vpc.region)."
    var drafts: [VPCEndpointDraft] = []
    if options.hasS3Gateway {
      drafts.append(VPCEndpointDraft(vpc: vpc.id, service: prefix + "s3", routeTables: tables))
    }
    if options.hasSecretsEndpoint {
      drafts.append(
        VPCEndpointDraft(
          vpc: vpc.id,
          service: prefix + "secretsmanager",
          kind: .interface,
          subnets: subnets,
          securityGroups: [group]
        )
      )
    }
    for draft in drafts {
      // Nothing in here conflicts: the network was empty a moment ago.
      _ = try? network.createEndpoint(draft, account: vpc.account, region: vpc.region, at: WorldBuilder.reference)
    }
  }

  // MARK: Role

  /// The role of the appliance's instance and its profile, as ARNs.
  private func addRole(to iam: inout IAMState, account: String, region: String) -> (role: String, profile: String) {
    let partition = Partition(region: region).name
    let since = WorldBuilder.reference.addingTimeInterval(-150 * 86_400)
    let role = "arn:\(partition):iam::\(account):role/\(Self.roleName)"
    let trust =
      #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","#
      + #""Principal":{"Service":"ec2.amazonaws.com"}}]}"#
    let policy = #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"*"}]}"#
    let draft = RoleDraft(name: Self.roleName, account: account, partition: partition, trust: trust)
    // These are well-formed and the account is empty, so nothing here can be refused.
    _ = try? iam.create(draft, at: since)
    try? iam.putInlinePolicy(policy, named: "AssumeBackupRoles", role: Self.roleName, account: account)
    let profile = try? iam.createProfile(
      Self.roleName,
      path: "/",
      account: account,
      partition: partition,
      at: since
    )
    try? iam.setRoles([Self.roleName], ofProfile: Self.roleName, account: account)
    return (role, profile?.arn ?? "")
  }
}
