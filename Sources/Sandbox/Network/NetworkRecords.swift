import FoundationEssentials

/// One VPC.
struct VPCRecord: Hashable, Sendable {
  let id: String
  let account: String
  let region: String
  let cidr: String
  var isDefault = false
  var hasDNSSupport = true
  var hasDNSHostnames = true
  var tags: [ResourceTag] = []
}

/// One subnet.
struct SubnetRecord: Hashable, Sendable {
  let id: String
  let vpc: String
  let account: String
  let region: String
  /// `eu-west-1a`.
  let zone: String
  /// `euw1-az1`, the same for all accounts.
  let zoneID: String
  let cidr: String
  var freeAddresses: Int
  var tags: [ResourceTag] = []
}

/// One route table.
struct RouteTableRecord: Hashable, Sendable {
  struct Route: Hashable, Sendable {
    enum Target: Hashable, Sendable {
      case local
      case internetGateway(String)
      case natGateway(String)
      case endpoint(String)
    }

    /// A block of addresses, or the id of a prefix list.
    let destination: String
    let target: Target
  }

  let id: String
  let vpc: String
  let account: String
  let region: String
  /// Whether it serves subnets that name none.
  var isMain = false
  var subnets: [String] = []
  var routes: [Route]
  var tags: [ResourceTag] = []
}

/// A list of addresses that AWS keeps for one of its services.
struct PrefixListRecord: Hashable, Sendable {
  let id: String
  /// `com.amazonaws.eu-west-1.s3`.
  let name: String
  let cidrs: [String]
}

/// One endpoint of a VPC for a service of AWS.
struct VPCEndpointRecord: Hashable, Sendable {
  enum Kind: String, Sendable {
    case interface = "Interface"
    case gateway = "Gateway"
  }

  let id: String
  let vpc: String
  let account: String
  let region: String
  let service: String
  let kind: Kind
  let createdAt: Date
  var hasPrivateDNS = false
  var subnets: [String] = []
  var securityGroups: [String] = []
  var routeTables: [String] = []
  /// JSON; the default lets everybody do everything.
  var policy = #"{"Statement":[{"Action":"*","Effect":"Allow","Principal":"*","Resource":"*"}]}"#
  /// One in each subnet.
  var interfaces: [String] = []
  var tags: [ResourceTag] = []

  /// `secretsmanager.eu-west-1.amazonaws.com`, of the service `com.amazonaws.eu-west-1.secretsmanager`.
  var privateDNSName: String { service.split(separator: ".").reversed().joined(separator: ".") }
}

/// One security group.
struct SecurityGroupRecord: Hashable, Sendable {
  let id: String
  let name: String
  let description: String
  let vpc: String
  let account: String
  let region: String
  var rules: [SecurityGroupRule] = []
  var tags: [ResourceTag] = []

  var arn: String { "arn:\(Partition(region: region).name):ec2:\(region):\(account):security-group/\(id)" }
}

/// One rule of a security group.
struct SecurityGroupRule: Hashable, Sendable {
  enum Peer: Hashable, Sendable {
    case addresses(String)
    case addressesV6(String)
    case group(String)
    case prefixList(String)
  }

  /// `sgr-…`.
  var id = ""
  let isEgress: Bool
  /// `tcp`, `udp`, `icmp`, a number, or `-1` for all.
  let ipProtocol: String
  /// -1 when all are meant.
  var fromPort = -1
  var toPort = -1
  let peer: Peer
  var description: String?

  /// Whether both let the same through, whatever their ids and descriptions.
  func isSame(as other: SecurityGroupRule) -> Bool {
    isEgress == other.isEgress && ipProtocol == other.ipProtocol && fromPort == other.fromPort
      && toPort == other.toPort && peer == other.peer
  }

  /// What a new group lets out: everything.
  static let everythingOut = SecurityGroupRule(isEgress: true, ipProtocol: "-1", peer: .addresses("0.0.0.0/0"))
}

/// One EC2 instance.
struct EC2InstanceRecord: Hashable, Sendable {
  let id: String
  let account: String
  let region: String
  let vpc: String
  let subnet: String
  let type: String
  let image: String
  let privateAddress: String
  let publicAddress: String?
  let launchedAt: Date
  /// ARN.
  var instanceProfile: String?
  var securityGroups: [String] = []
  var tags: [ResourceTag] = []

  /// `ip-10-20-0-10.eu-west-1.compute.internal`.
  var privateName: String { "ip-\(privateAddress.replacing(".", with: "-")).\(region).compute.internal" }
}
