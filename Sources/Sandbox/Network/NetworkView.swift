import FoundationEssentials

/// Writes networks as EC2 shows them.
struct NetworkView {
  /// A network interface, as what it belongs to implies it.
  struct Interface {
    let id: String
    let vpc: String
    let subnet: String
    let account: String
    let address: String
    let kind: String
    let description: String
    let securityGroups: [String]
  }

  private let network: NetworkState

  init(_ network: NetworkState) { self.network = network }

  static func write(_ vpc: VPCRecord, to xml: inout XMLWriter) {
    xml.element("vpcId", vpc.id)
    xml.element("ownerId", vpc.account)
    xml.element("state", "available")
    xml.element("cidrBlock", vpc.cidr)
    xml.element("dhcpOptionsId", "dopt-0" + vpc.id.suffix(16))
    xml.element("instanceTenancy", "default")
    xml.element("isDefault", vpc.isDefault)
    xml.set("cidrBlockAssociationSet", [vpc]) { xml, vpc in
      xml.element("associationId", "vpc-cidr-assoc-0" + vpc.id.suffix(16))
      xml.element("cidrBlock", vpc.cidr)
      xml.element("cidrBlockState") { $0.element("state", "associated") }
    }
    write(vpc.tags, to: &xml)
  }

  static func write(_ subnet: SubnetRecord, to xml: inout XMLWriter) {
    let partition = Partition(region: subnet.region).name
    xml.element("subnetId", subnet.id)
    xml.element("subnetArn", "arn:\(partition):ec2:\(subnet.region):\(subnet.account):subnet/\(subnet.id)")
    xml.element("vpcId", subnet.vpc)
    xml.element("ownerId", subnet.account)
    xml.element("state", "available")
    xml.element("cidrBlock", subnet.cidr)
    xml.element("availableIpAddressCount", subnet.freeAddresses)
    xml.element("availabilityZone", subnet.zone)
    xml.element("availabilityZoneId", subnet.zoneID)
    xml.element("defaultForAz", false)
    xml.element("mapPublicIpOnLaunch", false)
    write(subnet.tags, to: &xml)
  }

  static func write(_ table: RouteTableRecord, to xml: inout XMLWriter) {
    xml.element("routeTableId", table.id)
    xml.element("vpcId", table.vpc)
    xml.element("ownerId", table.account)
    xml.set("routeSet", table.routes) { xml, route in
      let isList = route.destination.hasPrefix("pl-")
      xml.element(isList ? "destinationPrefixListId" : "destinationCidrBlock", route.destination)
      switch route.target {
      case .local: xml.element("gatewayId", "local")
      case .internetGateway(let id), .endpoint(let id): xml.element("gatewayId", id)
      case .natGateway(let id): xml.element("natGatewayId", id)
      }
      xml.element("state", "active")
      xml.element("origin", route.target == .local ? "CreateRouteTable" : "CreateRoute")
    }
    let associations = table.subnets.map(Optional.some) + (table.isMain ? [nil] : [])
    xml.set("associationSet", associations) { xml, subnet in
      xml.element("routeTableAssociationId", "rtbassoc-0" + (subnet ?? table.id).suffix(16))
      xml.element("routeTableId", table.id)
      xml.element("subnetId", subnet)
      xml.element("main", subnet == nil)
      xml.element("associationState") { $0.element("state", "associated") }
    }
    write(table.tags, to: &xml)
  }

  func write(_ endpoint: VPCEndpointRecord, to xml: inout XMLWriter) {
    xml.element("vpcEndpointId", endpoint.id)
    xml.element("vpcEndpointType", endpoint.kind.rawValue)
    xml.element("vpcId", endpoint.vpc)
    xml.element("ownerId", endpoint.account)
    xml.element("serviceName", endpoint.service)
    xml.element("state", "available")
    xml.element("policyDocument", endpoint.policy)
    xml.element("privateDnsEnabled", endpoint.hasPrivateDNS)
    xml.element("requesterManaged", false)
    xml.set("routeTableIdSet", endpoint.routeTables)
    xml.set("subnetIdSet", endpoint.subnets)
    xml.set("networkInterfaceIdSet", endpoint.interfaces)
    xml.set("groupSet", endpoint.securityGroups) { writeGroup($1, to: &$0) }
    let names = endpoint.hasPrivateDNS ? [endpoint.privateDNSName] : []
    xml.set("dnsEntrySet", names) { $0.element("dnsName", $1) }
    xml.element("creationTimestamp", endpoint.createdAt)
    Self.write(endpoint.tags, to: &xml)
  }

  // MARK: Security groups

  static func write(_ group: SecurityGroupRecord, to xml: inout XMLWriter) {
    xml.element("groupId", group.id)
    xml.element("groupName", group.name)
    xml.element("groupDescription", group.description)
    xml.element("vpcId", group.vpc)
    xml.element("ownerId", group.account)
    xml.element("securityGroupArn", group.arn)
    for (name, isEgress) in [("ipPermissions", false), ("ipPermissionsEgress", true)] {
      xml.set(name, group.rules.filter { $0.isEgress == isEgress }) { xml, rule in
        xml.element("ipProtocol", rule.ipProtocol)
        if rule.ipProtocol != "-1" {
          xml.element("fromPort", rule.fromPort)
          xml.element("toPort", rule.toPort)
        }
        writePeer(of: rule, account: group.account, to: &xml)
      }
    }
    write(group.tags, to: &xml)
  }

  private static func writePeer(of rule: SecurityGroupRule, account: String, to xml: inout XMLWriter) {
    let (list, name, value) =
      switch rule.peer {
      case .addresses(let text): ("ipRanges", "cidrIp", text)
      case .addressesV6(let text): ("ipv6Ranges", "cidrIpv6", text)
      case .group(let text): ("groups", "groupId", text)
      case .prefixList(let text): ("prefixListIds", "prefixListId", text)
      }
    xml.set(list, [value]) { xml, value in
      xml.element(name, value)
      if name == "groupId" { xml.element("userId", account) }
      xml.element("description", rule.description)
    }
  }

  func write(_ rule: SecurityGroupRule, of group: SecurityGroupRecord, to xml: inout XMLWriter) {
    let partition = Partition(region: group.region).name
    xml.element("securityGroupRuleId", rule.id)
    xml.element(
      "securityGroupRuleArn",
      "arn:\(partition):ec2:\(group.region):\(group.account):security-group-rule/\(rule.id)"
    )
    xml.element("groupId", group.id)
    xml.element("groupOwnerId", group.account)
    xml.element("isEgress", rule.isEgress)
    xml.element("ipProtocol", rule.ipProtocol)
    xml.element("fromPort", rule.fromPort)
    xml.element("toPort", rule.toPort)
    switch rule.peer {
    case .addresses(let cidr): xml.element("cidrIpv4", cidr)
    case .addressesV6(let cidr): xml.element("cidrIpv6", cidr)
    case .prefixList(let id): xml.element("prefixListId", id)
    case .group(let id):
      xml.element("referencedGroupInfo") {
        $0.element("groupId", id)
        $0.element("userId", group.account)
        $0.element("vpcId", group.vpc)
      }
    }
    xml.element("description", rule.description)
  }

  private func writeGroup(_ id: String, to xml: inout XMLWriter) {
    xml.element("groupId", id)
    xml.element("groupName", network.securityGroups.first { $0.id == id }?.name)
  }

  // MARK: Instances and interfaces

  func write(_ instance: EC2InstanceRecord, to xml: inout XMLWriter) {
    xml.element("instanceId", instance.id)
    xml.element("imageId", instance.image)
    xml.element("instanceState") {
      $0.element("code", 16)
      $0.element("name", "running")
    }
    xml.element("privateDnsName", instance.privateName)
    xml.element("privateIpAddress", instance.privateAddress)
    xml.element("ipAddress", instance.publicAddress)
    xml.element("instanceType", instance.type)
    xml.element("launchTime", instance.launchedAt)
    xml.element("vpcId", instance.vpc)
    xml.element("subnetId", instance.subnet)
    xml.element("architecture", "x86_64")
    if let profile = instance.instanceProfile {
      xml.element("iamInstanceProfile") {
        $0.element("arn", profile)
        $0.element("id", "AIPA" + instance.id.suffix(16).uppercased())
      }
    }
    xml.set("groupSet", instance.securityGroups) { writeGroup($1, to: &$0) }
    Self.write(instance.tags, to: &xml)
  }

  /// Those of instances and of endpoints.
  func interfaces(account: String, region: String) -> [Interface] {
    let ofInstances = network.instances.filter { $0.account == account && $0.region == region }.map { instance in
      Interface(
        id: "eni-0" + instance.id.suffix(16),
        vpc: instance.vpc,
        subnet: instance.subnet,
        account: account,
        address: instance.privateAddress,
        kind: "interface",
        description: "Primary network interface",
        securityGroups: instance.securityGroups
      )
    }
    let ofEndpoints = network.endpoints.filter { $0.account == account && $0.region == region }.flatMap { endpoint in
      zip(endpoint.interfaces, endpoint.subnets).map { id, subnet in
        Interface(
          id: id,
          vpc: endpoint.vpc,
          subnet: subnet,
          account: account,
          address: address(in: subnet),
          kind: "vpc_endpoint",
          description: "VPC Endpoint Interface \(endpoint.id)",
          securityGroups: endpoint.securityGroups
        )
      }
    }
    return ofInstances + ofEndpoints
  }

  /// The hundredth address of the subnet.
  private func address(in subnet: String) -> String {
    let cidr = network.subnets.first { $0.id == subnet }?.cidr ?? ""
    return cidr.split(separator: ".").prefix(3).joined(separator: ".") + ".100"
  }

  func write(_ interface: Interface, to xml: inout XMLWriter) {
    xml.element("networkInterfaceId", interface.id)
    xml.element("vpcId", interface.vpc)
    xml.element("subnetId", interface.subnet)
    xml.element("ownerId", interface.account)
    xml.element("privateIpAddress", interface.address)
    xml.element("interfaceType", interface.kind)
    xml.element("description", interface.description)
    xml.element("status", "in-use")
    xml.set("groupSet", interface.securityGroups) { writeGroup($1, to: &$0) }
  }

  private static func write(_ tags: [ResourceTag], to xml: inout XMLWriter) {
    xml.set("tagSet", tags) { xml, tag in
      xml.element("key", tag.key)
      xml.element("value", tag.value)
    }
  }
}
