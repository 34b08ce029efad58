import FoundationEssentials

/// The virtual networks of all accounts.
struct NetworkState: Sendable {
  var vpcs: [VPCRecord] = []
  var subnets: [SubnetRecord] = []
  var routeTables: [RouteTableRecord] = []
  var endpoints: [VPCEndpointRecord] = []
  var securityGroups: [SecurityGroupRecord] = []
  var instances: [EC2InstanceRecord] = []
  private var generator: SeededGenerator

  init(seed: UInt64) { generator = SeededGenerator(seed: seed, label: "network") }

  /// `vpc-0123456789abcdef0`.
  mutating func newID(_ kind: String) -> String {
    "\(kind)-0\(generator.text(16, from: Array("0123456789abcdef".utf8)))"
  }

  /// The lists that AWS keeps in every region.
  static func prefixLists(region: String) -> [PrefixListRecord] {
    [("s3", ["3.5.64.0/21", "52.218.0.0/17"]), ("dynamodb", ["52.94.24.0/23"])].map { service, cidrs in
      var generator = SeededGenerator(seed: 0, label: "\(service) \(region)")
      return PrefixListRecord(
        id: "pl-" + generator.text(8, from: Array("0123456789abcdef".utf8)),
        name: "com.amazonaws.\(region).\(service)",
        cidrs: cidrs
      )
    }
  }

  // MARK: Looking

  func vpc(_ id: String, account: String, region: String) throws(ServiceFailure) -> VPCRecord {
    guard let vpc = vpcs.first(where: { $0.id == id && $0.account == account && $0.region == region }) else {
      throw .absent("InvalidVpcID.NotFound", "The vpc ID '\(id)' does not exist")
    }
    return vpc
  }

  func subnet(_ id: String, account: String, region: String) throws(ServiceFailure) -> SubnetRecord {
    guard let subnet = subnets.first(where: { $0.id == id && $0.account == account && $0.region == region }) else {
      throw .absent("InvalidSubnetID.NotFound", "The subnet ID '\(id)' does not exist")
    }
    return subnet
  }

  func securityGroup(_ id: String, account: String, region: String) throws(ServiceFailure) -> SecurityGroupRecord {
    guard let group = securityGroups.first(where: { $0.id == id && $0.account == account && $0.region == region })
    else { throw .absent("InvalidGroup.NotFound", "The security group '\(id)' does not exist") }
    return group
  }

  func routeTable(_ id: String, account: String, region: String) throws(ServiceFailure) -> RouteTableRecord {
    guard let table = routeTables.first(where: { $0.id == id && $0.account == account && $0.region == region }) else {
      throw .absent("InvalidRouteTableID.NotFound", "The routeTable ID '\(id)' does not exist")
    }
    return table
  }
}

extension ServiceFailure {
  /// EC2's answer to an id that nothing has.
  static func absent(_ code: String, _ message: String) -> ServiceFailure { .init(code: code, message: message) }
}
