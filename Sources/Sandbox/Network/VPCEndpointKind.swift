import FoundationEssentials

/// `AWS::EC2::VPCEndpoint`.
///
/// Source of schema and return values: CloudFormation resource schema of the type.
struct VPCEndpointKind: MomentaryKind {
  let type = "AWS::EC2::VPCEndpoint"
  let service = "Ec2"
  let schema = ResourceSchema(
    properties: [
      "DnsOptions", "IpAddressType", "PolicyDocument", "PrivateDnsEnabled", "ResourceConfigurationArn",
      "RouteTableIds", "SecurityGroupIds", "ServiceName", "ServiceNetworkArn", "ServiceRegion", "SubnetIds", "Tags",
      "VpcEndpointType", "VpcId",
    ],
    required: ["VpcId"],
    createOnly: [
      "ResourceConfigurationArn", "ServiceName", "ServiceNetworkArn", "ServiceRegion", "VpcEndpointType", "VpcId",
    ]
  )

  func create(
    _ request: ResourceRequest,
    _ state: inout WorldState,
    _ now: Date
  ) throws(ServiceFailure) -> ResourceState {
    let endpoint = try state.network.createEndpoint(
      Self.draft(request),
      account: request.account,
      region: request.region,
      at: now
    )
    return Self.state(of: endpoint)
  }

  func update(
    _ resource: ResourceState,
    from old: TemplateObject,
    _ request: ResourceRequest,
    _ state: inout WorldState,
    _ now: Date
  ) throws(ServiceFailure) -> ResourceState {
    var network = state.network
    let endpoint = try network.change(
      endpoint: resource.physicalID,
      Self.draft(request),
      account: request.account,
      region: request.region
    )
    state.network = network
    return Self.state(of: endpoint)
  }

  func delete(
    _ resource: ResourceState,
    _ request: ResourceRequest,
    _ state: inout WorldState,
    _ now: Date
  ) throws(ServiceFailure) {
    state.network.removeEndpoint(resource.physicalID)
  }

  private static func draft(_ request: ResourceRequest) -> VPCEndpointDraft {
    let properties = request.properties
    return VPCEndpointDraft(
      vpc: properties.text("VpcId") ?? "",
      service: properties.text("ServiceName") ?? "",
      kind: properties.text("VpcEndpointType").flatMap(VPCEndpointRecord.Kind.init) ?? .gateway,
      hasPrivateDNS: properties.boolean("PrivateDnsEnabled") ?? false,
      subnets: properties.texts("SubnetIds"),
      securityGroups: properties.texts("SecurityGroupIds"),
      routeTables: properties.texts("RouteTableIds"),
      policy: properties["PolicyDocument"].map { _ in properties.policy("PolicyDocument") },
      tags: request.tags()
    )
  }

  private static func state(of endpoint: VPCEndpointRecord) -> ResourceState {
    ResourceState(
      physicalID: endpoint.id,
      attributes: [
        "Id": .string(endpoint.id),
        "CreationTimestamp": .string(endpoint.createdAt.formatted(.iso8601)),
        "DnsEntries": .list(endpoint.hasPrivateDNS ? [.string("Z0:\(endpoint.privateDNSName)")] : []),
        "NetworkInterfaceIds": .list(endpoint.interfaces.map { .string($0) }),
      ]
    )
  }
}
