import FoundationEssentials

/// What a VPC endpoint is made with.
struct VPCEndpointDraft: Sendable {
  let vpc: String
  let service: String
  var kind = VPCEndpointRecord.Kind.gateway
  var hasPrivateDNS = true
  var subnets: [String] = []
  var securityGroups: [String] = []
  var routeTables: [String] = []
  var policy: String?
  var tags: [ResourceTag] = []
}

/// VPC endpoints, with EC2's rules and words.
extension NetworkState {
  /// Services there are endpoints for; those with a gateway too.
  private static let services: Set<String> = [
    "s3", "dynamodb", "secretsmanager", "ec2messages", "ssm", "ssmmessages", "sqs", "ebs", "kinesis-streams", "logs",
    "sts", "kms", "lambda", "cloudformation", "ec2", "monitoring", "sns", "events", "pricing.api",
  ]
  private static let gateways: Set<String> = ["s3", "dynamodb"]

  static func serviceNames(region: String) -> [String] { services.sorted().map { "com.amazonaws.\(region).\($0)" } }

  mutating func createEndpoint(
    _ draft: VPCEndpointDraft,
    account: String,
    region: String,
    at now: Date
  ) throws(ServiceFailure) -> VPCEndpointRecord {
    let prefix = "com.amazonaws.\(region)."
    let name = draft.service.hasPrefix(prefix) ? String(draft.service.dropFirst(prefix.count)) : ""
    guard Self.services.contains(name), draft.kind == .interface || Self.gateways.contains(name) else {
      throw .absent("InvalidServiceName", "The Vpc Endpoint Service '\(draft.service)' does not exist")
    }
    guard vpcs.contains(where: { $0.id == draft.vpc && $0.account == account && $0.region == region }) else {
      throw .absent("InvalidVpcId.NotFound", "The Vpc Id \(draft.vpc) does not exist")
    }
    var endpoint = VPCEndpointRecord(
      id: newID("vpce"),
      vpc: draft.vpc,
      account: account,
      region: region,
      service: draft.service,
      kind: draft.kind,
      createdAt: now,
      tags: draft.tags
    )
    if let policy = draft.policy { endpoint.policy = policy }
    try set(draft, on: &endpoint)
    endpoints.append(endpoint)
    route(to: endpoint)
    return endpoint
  }

  /// Changes subnets, groups, tables, policy and private DNS of an endpoint.
  mutating func change(
    endpoint id: String,
    _ draft: VPCEndpointDraft,
    account: String,
    region: String
  ) throws(ServiceFailure) -> VPCEndpointRecord {
    var endpoint = try endpoint(id, account: account, region: region)
    if let policy = draft.policy { endpoint.policy = policy }
    endpoint.tags = draft.tags
    removeRoutes(to: id)
    try set(draft, on: &endpoint)
    if let index = endpoints.firstIndex(where: { $0.id == id }) { endpoints[index] = endpoint }
    route(to: endpoint)
    return endpoint
  }

  /// One that is not there is no failure.
  mutating func removeEndpoint(_ id: String) {
    removeRoutes(to: id)
    endpoints.removeAll { $0.id == id }
  }

  func endpoint(_ id: String, account: String, region: String) throws(ServiceFailure) -> VPCEndpointRecord {
    guard let found = endpoints.first(where: { $0.id == id && $0.account == account && $0.region == region }) else {
      throw .absent("InvalidVpcEndpointId.NotFound", "The Vpc Endpoint Id '\(id)' does not exist")
    }
    return found
  }

  // MARK: Rules

  private mutating func set(_ draft: VPCEndpointDraft, on endpoint: inout VPCEndpointRecord) throws(ServiceFailure) {
    switch endpoint.kind {
    case .interface:
      try checkSubnets(draft.subnets, of: endpoint)
      for group in draft.securityGroups {
        _ = try securityGroup(group, account: endpoint.account, region: endpoint.region)
      }
      if draft.hasPrivateDNS { try checkPrivateDNS(of: endpoint) }
      endpoint.hasPrivateDNS = draft.hasPrivateDNS
      endpoint.subnets = draft.subnets
      endpoint.securityGroups = draft.securityGroups
      endpoint.interfaces = draft.subnets.map { _ in newID("eni") }
    case .gateway:
      try checkRouteTables(draft.routeTables, of: endpoint)
      endpoint.routeTables = draft.routeTables
    }
  }

  private func checkSubnets(_ ids: [String], of endpoint: VPCEndpointRecord) throws(ServiceFailure) {
    var zones: Set<String> = []
    for id in ids {
      let subnet = try subnet(id, account: endpoint.account, region: endpoint.region)
      guard subnet.vpc == endpoint.vpc else {
        throw .absent("InvalidParameter", "The subnet ID '\(id)' does not belong to VPC '\(endpoint.vpc)'")
      }
      guard zones.insert(subnet.zone).inserted else {
        throw .absent(
          "DuplicateSubnetsInSameZone",
          "Found another VPC endpoint subnet in the availability zone of \(id)"
        )
      }
    }
  }

  private func checkPrivateDNS(of endpoint: VPCEndpointRecord) throws(ServiceFailure) {
    let vpc = try vpc(endpoint.vpc, account: endpoint.account, region: endpoint.region)
    guard vpc.hasDNSSupport, vpc.hasDNSHostnames else {
      throw .absent(
        "InvalidParameter",
        """
        Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for \
        \(vpc.id)
        """
      )
    }
    let hasConflict = endpoints.contains {
      $0.id != endpoint.id && $0.vpc == endpoint.vpc && $0.service == endpoint.service && $0.hasPrivateDNS
    }
    guard !hasConflict else {
      throw .absent(
        "InvalidParameter",
        """
        private-dns-enabled cannot be set because there is already a conflicting DNS domain for \
        \(endpoint.privateDNSName) in the VPC \(vpc.id)
        """
      )
    }
  }

  private func checkRouteTables(_ ids: [String], of endpoint: VPCEndpointRecord) throws(ServiceFailure) {
    let list = Self.prefixList(of: endpoint)
    for id in ids {
      let table = try routeTable(id, account: endpoint.account, region: endpoint.region)
      guard table.vpc == endpoint.vpc else {
        throw .absent("InvalidParameter", "Route table \(id) and network \(endpoint.vpc) belong to different networks")
      }
      if let list, table.routes.contains(where: { $0.destination == list }) {
        throw .absent(
          "RouteAlreadyExists",
          "route table \(id) already has a route with destination-prefix-list-id \(list)"
        )
      }
    }
  }

  // MARK: Routes

  private static func prefixList(of endpoint: VPCEndpointRecord) -> String? {
    prefixLists(region: endpoint.region).first { $0.name == endpoint.service }?.id
  }

  private mutating func route(to endpoint: VPCEndpointRecord) {
    guard endpoint.kind == .gateway, let list = Self.prefixList(of: endpoint) else { return }
    for index in routeTables.indices where endpoint.routeTables.contains(routeTables[index].id) {
      routeTables[index].routes.append(.init(destination: list, target: .endpoint(endpoint.id)))
    }
  }

  private mutating func removeRoutes(to id: String) {
    for index in routeTables.indices { routeTables[index].routes.removeAll { $0.target == .endpoint(id) } }
  }
}
