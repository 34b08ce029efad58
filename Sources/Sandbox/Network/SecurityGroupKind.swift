import FoundationEssentials

/// `AWS::EC2::SecurityGroup`.
///
/// Source of schema and return values: CloudFormation resource schema of the type.
struct SecurityGroupKind: MomentaryKind {
  let type = "AWS::EC2::SecurityGroup"
  let service = "Ec2"
  let schema = ResourceSchema(
    properties: ["GroupDescription", "GroupName", "SecurityGroupEgress", "SecurityGroupIngress", "Tags", "VpcId"],
    required: ["GroupDescription"],
    createOnly: ["GroupDescription", "GroupName", "VpcId"]
  )

  func create(
    _ request: ResourceRequest,
    _ state: inout WorldState,
    _ now: Date
  ) throws(ServiceFailure) -> ResourceState {
    let properties = request.properties
    var network = state.network
    let group = try network.createGroup(
      properties.text("GroupName") ?? request.generatedName(limit: 255),
      description: properties.text("GroupDescription") ?? "",
      vpc: properties.text("VpcId"),
      tags: request.tags(),
      account: request.account,
      region: request.region
    )
    // Rules for what goes out take the place of the one that lets everything out.
    if properties["SecurityGroupEgress"] != nil { network.change(group.id) { $0.rules = [] } }
    try add(Self.rules(in: properties), to: group.id, request, &network)
    state.network = network
    return Self.state(of: group)
  }

  func update(
    _ resource: ResourceState,
    from old: TemplateObject,
    _ request: ResourceRequest,
    _ state: inout WorldState,
    _ now: Date
  ) throws(ServiceFailure) -> ResourceState {
    var network = state.network
    let id = resource.physicalID
    let group = try network.securityGroup(id, account: request.account, region: request.region)
    let (before, after) = (try Self.rules(in: old), try Self.rules(in: request.properties))
    let gone = before.filter { rule in !after.contains { $0.isSame(as: rule) } }
    network.change(id) { group in
      group.rules.removeAll { rule in gone.contains { $0.isSame(as: rule) } }
      group.tags = request.tags()
    }
    if old["SecurityGroupEgress"] == nil, request.properties["SecurityGroupEgress"] != nil {
      network.change(id) { $0.rules.removeAll { $0.isSame(as: .everythingOut) } }
    }
    let new = after.filter { rule in !before.contains { $0.isSame(as: rule) } }
    try add(new, to: id, request, &network)
    state.network = network
    return Self.state(of: group)
  }

  func delete(
    _ resource: ResourceState,
    _ request: ResourceRequest,
    _ state: inout WorldState,
    _ now: Date
  ) throws(ServiceFailure) {
    guard state.network.securityGroups.contains(where: { $0.id == resource.physicalID }) else { return }
    try state.network.deleteGroup(resource.physicalID, account: request.account, region: request.region)
  }

  private func add(
    _ rules: [SecurityGroupRule],
    to group: String,
    _ request: ResourceRequest,
    _ network: inout NetworkState
  ) throws(ServiceFailure) {
    for rule in rules {
      _ = try network.authorize(rule, in: group, account: request.account, region: request.region)
    }
  }

  private static func rules(in properties: TemplateObject) throws(ServiceFailure) -> [SecurityGroupRule] {
    var rules: [SecurityGroupRule] = []
    for (name, isEgress) in [("SecurityGroupIngress", false), ("SecurityGroupEgress", true)] {
      for item in properties.list(name) {
        guard let object = item.object else { continue }
        rules.append(try SecurityGroupRule(object, isEgress: isEgress))
      }
    }
    return rules
  }

  private static func state(of group: SecurityGroupRecord) -> ResourceState {
    ResourceState(
      physicalID: group.id,
      attributes: ["GroupId": .string(group.id), "Id": .string(group.id), "VpcId": .string(group.vpc)]
    )
  }
}
