import FoundationEssentials

/// `AWS::EC2::SecurityGroupIngress` and `AWS::EC2::SecurityGroupEgress`.
///
/// Source of schema and return values: CloudFormation resource schemas of the types.
struct SecurityGroupRuleKind: MomentaryKind {
  let type: String
  let service = "Ec2"
  let schema: ResourceSchema
  private let isEgress: Bool

  static let ingress = SecurityGroupRuleKind(isEgress: false)
  static let egress = SecurityGroupRuleKind(isEgress: true)

  private init(isEgress: Bool) {
    self.isEgress = isEgress
    type = isEgress ? "AWS::EC2::SecurityGroupEgress" : "AWS::EC2::SecurityGroupIngress"
    let common: Set<String> = ["CidrIp", "CidrIpv6", "FromPort", "GroupId", "IpProtocol", "ToPort"]
    let peers: Set<String> =
      isEgress
      ? ["DestinationPrefixListId", "DestinationSecurityGroupId"]
      : [
        "GroupName", "SourcePrefixListId", "SourceSecurityGroupId", "SourceSecurityGroupName",
        "SourceSecurityGroupOwnerId",
      ]
    schema = ResourceSchema(
      properties: common.union(peers).union(["Description"]),
      required: isEgress ? ["GroupId", "IpProtocol"] : ["IpProtocol"],
      createOnly: common.union(peers)
    )
  }

  func create(
    _ request: ResourceRequest,
    _ state: inout WorldState,
    _ now: Date
  ) throws(ServiceFailure) -> ResourceState {
    let rule = try state.network.authorize(
      try SecurityGroupRule(request.properties, isEgress: isEgress),
      in: request.properties.text("GroupId") ?? "",
      account: request.account,
      region: request.region
    )
    return ResourceState(physicalID: rule.id, attributes: ["Id": .string(rule.id)])
  }

  /// Only the description can change in place.
  func update(
    _ resource: ResourceState,
    from old: TemplateObject,
    _ request: ResourceRequest,
    _ state: inout WorldState,
    _ now: Date
  ) throws(ServiceFailure) -> ResourceState {
    state.network.change(request.properties.text("GroupId") ?? "") { group in
      guard let index = group.rules.firstIndex(where: { $0.id == resource.physicalID }) else { return }
      group.rules[index].description = request.properties.text("Description")
    }
    return resource
  }

  func delete(
    _ resource: ResourceState,
    _ request: ResourceRequest,
    _ state: inout WorldState,
    _ now: Date
  ) throws(ServiceFailure) {
    state.network.revoke(resource.physicalID)
  }
}
