import FoundationEssentials

/// Amazon EC2 over one world at one moment: the networks of the caller's account and region.
struct NetworkService {
  static let namespace = "http://ec2.amazonaws.com/doc/2016-11-15/"

  typealias Body = (inout XMLWriter) -> Void

  static let operations: Set<String> = [
    "DescribeVpcs", "DescribeVpcAttribute", "DescribeSubnets", "DescribeRouteTables", "DescribeVpcEndpoints",
    "DescribeVpcEndpointServices", "DescribePrefixLists", "DescribeSecurityGroups", "DescribeSecurityGroupRules",
    "DescribeInstances", "DescribeNetworkInterfaces", "DescribeRegions",
  ]

  let input: QueryInput
  let caller: Identity
  let region: String

  func answer(_ operation: String, _ state: WorldState) throws(ServiceFailure) -> Body {
    let network = state.network
    switch operation {
    case "DescribeVpcs": return try vpcs(network)
    case "DescribeVpcAttribute": return try vpcAttribute(network)
    case "DescribeSubnets": return try subnets(network)
    case "DescribeRouteTables": return try routeTables(network)
    case "DescribeVpcEndpoints": return try endpoints(network)
    case "DescribeVpcEndpointServices": return endpointServices()
    case "DescribePrefixLists": return try prefixLists()
    case "DescribeSecurityGroups": return try securityGroups(network)
    case "DescribeSecurityGroupRules": return try securityGroupRules(network)
    case "DescribeInstances": return try instances(network)
    case "DescribeNetworkInterfaces": return try interfaces(network)
    case "DescribeRegions": return try regions()
    default: throw .unknownOperation(.ec2, operation)
    }
  }

  // MARK: Lists

  private func vpcs(_ network: NetworkState) throws(ServiceFailure) -> Body {
    let ids = input.flat("VpcId")
    for id in ids { _ = try network.vpc(id, account: caller.account, region: region) }
    let own = network.vpcs.filter { isOwn($0.account, $0.region) && (ids.isEmpty || ids.contains($0.id)) }
    let found = try own.matching(filters()) { vpc in
      ["vpc-id": [vpc.id], "is-default": ["\(vpc.isDefault)"], "cidr": [vpc.cidr], "state": ["available"]]
        .merging(tagValues(vpc.tags)) { $1 }
    }
    return try list("vpcSet", found) { NetworkView.write($1, to: &$0) }
  }

  private func vpcAttribute(_ network: NetworkState) throws(ServiceFailure) -> Body {
    let vpc = try network.vpc(try input.required("VpcId"), account: caller.account, region: region)
    let attribute = try input.required("Attribute")
    let value: Bool
    switch attribute {
    case "enableDnsSupport": value = vpc.hasDNSSupport
    case "enableDnsHostnames": value = vpc.hasDNSHostnames
    default:
      throw .absent("InvalidParameterValue", "Value (\(attribute)) for parameter attribute is invalid.")
    }
    return { xml in
      xml.element("vpcId", vpc.id)
      xml.element(attribute) { $0.element("value", value) }
    }
  }

  private func subnets(_ network: NetworkState) throws(ServiceFailure) -> Body {
    let ids = input.flat("SubnetId")
    for id in ids { _ = try network.subnet(id, account: caller.account, region: region) }
    let own = network.subnets.filter { isOwn($0.account, $0.region) && (ids.isEmpty || ids.contains($0.id)) }
    let found = try own.matching(filters()) { subnet in
      [
        "subnet-id": [subnet.id], "vpc-id": [subnet.vpc], "availability-zone": [subnet.zone],
        "availability-zone-id": [subnet.zoneID], "cidr-block": [subnet.cidr], "state": ["available"],
      ].merging(tagValues(subnet.tags)) { $1 }
    }
    return try list("subnetSet", found) { NetworkView.write($1, to: &$0) }
  }

  private func routeTables(_ network: NetworkState) throws(ServiceFailure) -> Body {
    let ids = input.flat("RouteTableId")
    for id in ids { _ = try network.routeTable(id, account: caller.account, region: region) }
    let own = network.routeTables.filter { isOwn($0.account, $0.region) && (ids.isEmpty || ids.contains($0.id)) }
    let found = try own.matching(filters()) { table in
      [
        "route-table-id": [table.id], "vpc-id": [table.vpc], "association.subnet-id": table.subnets,
        "association.main": ["\(table.isMain)"],
      ].merging(tagValues(table.tags)) { $1 }
    }
    return try list("routeTableSet", found) { NetworkView.write($1, to: &$0) }
  }

  private func endpoints(_ network: NetworkState) throws(ServiceFailure) -> Body {
    let ids = input.flat("VpcEndpointId")
    for id in ids { _ = try network.endpoint(id, account: caller.account, region: region) }
    let own = network.endpoints.filter { isOwn($0.account, $0.region) && (ids.isEmpty || ids.contains($0.id)) }
    let found = try own.matching(filters()) { endpoint in
      [
        "vpc-endpoint-id": [endpoint.id], "vpc-id": [endpoint.vpc], "service-name": [endpoint.service],
        "vpc-endpoint-type": [endpoint.kind.rawValue], "vpc-endpoint-state": ["available"],
      ].merging(tagValues(endpoint.tags)) { $1 }
    }
    let view = NetworkView(network)
    return try list("vpcEndpointSet", found) { view.write($1, to: &$0) }
  }

  private func endpointServices() -> Body {
    let wanted = input.flat("ServiceName")
    let names = NetworkState.serviceNames(region: region).filter { wanted.isEmpty || wanted.contains($0) }
    return { $0.set("serviceNameSet", names) }
  }

  private func prefixLists() throws(ServiceFailure) -> Body {
    let ids = input.flat("PrefixListId")
    let lists = NetworkState.prefixLists(region: region).filter { ids.isEmpty || ids.contains($0.id) }
    let found = try lists.matching(filters()) { ["prefix-list-id": [$0.id], "prefix-list-name": [$0.name]] }
    return try list("prefixListSet", found) { xml, list in
      xml.element("prefixListId", list.id)
      xml.element("prefixListName", list.name)
      xml.set("cidrSet", list.cidrs)
    }
  }

  private func securityGroups(_ network: NetworkState) throws(ServiceFailure) -> Body {
    let ids = input.flat("GroupId")
    for id in ids { _ = try network.securityGroup(id, account: caller.account, region: region) }
    let own = network.securityGroups.filter { isOwn($0.account, $0.region) && (ids.isEmpty || ids.contains($0.id)) }
    let found = try own.matching(filters()) { group in
      ["group-id": [group.id], "group-name": [group.name], "vpc-id": [group.vpc]]
        .merging(tagValues(group.tags)) { $1 }
    }
    return try list("securityGroupInfo", found) { NetworkView.write($1, to: &$0) }
  }

  private func securityGroupRules(_ network: NetworkState) throws(ServiceFailure) -> Body {
    let own = network.securityGroups.filter { isOwn($0.account, $0.region) }
    let ids = input.flat("SecurityGroupRuleId")
    let rules = own.flatMap { group in group.rules.map { (group: group, rule: $0) } }
      .filter { ids.isEmpty || ids.contains($0.rule.id) }
    let found = try rules.matching(filters()) {
      ["group-id": [$0.group.id], "security-group-rule-id": [$0.rule.id]]
    }
    let view = NetworkView(network)
    return try list("securityGroupRuleSet", found) { view.write($1.rule, of: $1.group, to: &$0) }
  }

  private func instances(_ network: NetworkState) throws(ServiceFailure) -> Body {
    let ids = input.flat("InstanceId")
    let own = network.instances.filter { isOwn($0.account, $0.region) }
    for id in ids where !own.contains(where: { $0.id == id }) {
      throw .absent("InvalidInstanceID.NotFound", "The instance ID '\(id)' does not exist")
    }
    let found = try own.filter { ids.isEmpty || ids.contains($0.id) }.matching(filters()) { instance in
      [
        "instance-id": [instance.id], "vpc-id": [instance.vpc], "subnet-id": [instance.subnet],
        "private-ip-address": [instance.privateAddress], "instance-state-name": ["running"],
        "ip-address": instance.publicAddress.map { [$0] } ?? [],
        "private-dns-name": [instance.privateName], "dns-name": [],
        "iam-instance-profile.arn": instance.instanceProfile.map { [$0] } ?? [],
        "instance.group-id": instance.securityGroups,
      ].merging(tagValues(instance.tags)) { $1 }
    }
    let view = NetworkView(network)
    return try list("reservationSet", found) { xml, instance in
      xml.element("reservationId", "r-" + instance.id.dropFirst(2))
      xml.element("ownerId", instance.account)
      xml.set("instancesSet", [instance]) { view.write($1, to: &$0) }
    }
  }

  private func interfaces(_ network: NetworkState) throws(ServiceFailure) -> Body {
    let view = NetworkView(network)
    let ids = input.flat("NetworkInterfaceId")
    let own = view.interfaces(account: caller.account, region: region).filter { ids.isEmpty || ids.contains($0.id) }
    let found = try own.matching(filters()) { interface in
      [
        "network-interface-id": [interface.id], "vpc-id": [interface.vpc], "subnet-id": [interface.subnet],
        "group-id": interface.securityGroups, "interface-type": [interface.kind],
        "description": [interface.description],
        "private-ip-address": [interface.address],
      ]
    }
    return try list("networkInterfaceSet", found) { view.write($1, to: &$0) }
  }

  private func regions() throws(ServiceFailure) -> Body {
    let names = input.flat("RegionName")
    let all = input.boolean("AllRegions") ?? false
    let known = RegionCatalog.regions(beside: region)
    for name in names where !known.contains(where: { $0.name == name }) {
      throw .absent("InvalidParameterValue", "Invalid region name: \(name)")
    }
    let found = try known.filter { (all || $0.isEnabled) && (names.isEmpty || names.contains($0.name)) }
      .matching(filters()) { ["region-name": [$0.name], "opt-in-status": [$0.optInStatus]] }
    return try list("regionInfo", found) { xml, region in
      xml.element("regionName", region.name)
      xml.element("regionEndpoint", "ec2.\(region.name).\(Partition(region: region.name).urlSuffix)")
      xml.element("optInStatus", region.optInStatus)
    }
  }

  // MARK: Pieces

  private func isOwn(_ account: String, _ region: String) -> Bool {
    account == caller.account && region == self.region
  }

  private func filters() -> [EC2Filter] { EC2Filter.all(in: input) }

  private func tagValues(_ tags: [ResourceTag]) -> [String: [String]] {
    var values = ["tag-key": tags.map(\.key)]
    for tag in tags { values["tag:\(tag.key)"] = [tag.value] }
    return values
  }

  private func list<Element>(
    _ name: String,
    _ elements: [Element],
    _ write: @escaping (inout XMLWriter, Element) -> Void
  ) throws(ServiceFailure) -> Body {
    let size = try input.integer("MaxResults", in: 5...1_000) ?? 1_000
    let list = "\(name) \(caller.account) \(region)"
    guard let page = Page(count: elements.count, size: size, token: input.string("NextToken"), list: list) else {
      throw .absent("InvalidParameterValue", "Unable to parse pagination token")
    }
    return { xml in
      xml.set(name, elements[page.range], write)
      xml.element("nextToken", page.next)
    }
  }
}
