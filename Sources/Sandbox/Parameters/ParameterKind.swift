import FoundationEssentials

/// `AWS::SSM::Parameter`.
///
/// Source of schema and return values: CloudFormation resource schema of the type.
struct ParameterKind: MomentaryKind {
  let type = "AWS::SSM::Parameter"
  let service = "Ssm"
  let schema = ResourceSchema(
    properties: ["AllowedPattern", "DataType", "Description", "Name", "Policies", "Tags", "Tier", "Type", "Value"],
    required: ["Type", "Value"],
    createOnly: ["Name"]
  )

  func create(
    _ request: ResourceRequest,
    _ state: inout WorldState,
    _ now: Date
  ) throws(ServiceFailure) -> ResourceState {
    let name = request.properties.text("Name") ?? "CFN-\(request.generatedName())"
    try write(name, request, overwrites: false, &state, now)
    return Self.state(of: name, request)
  }

  func update(
    _ resource: ResourceState,
    from old: TemplateObject,
    _ request: ResourceRequest,
    _ state: inout WorldState,
    _ now: Date
  ) throws(ServiceFailure) -> ResourceState {
    try write(resource.physicalID, request, overwrites: true, &state, now)
    return Self.state(of: resource.physicalID, request)
  }

  func delete(
    _ resource: ResourceState,
    _ request: ResourceRequest,
    _ state: inout WorldState,
    _ now: Date
  ) throws(ServiceFailure) {
    _ = state.parameters.remove(resource.physicalID, account: request.account, region: request.region)
  }

  private func write(
    _ name: String,
    _ request: ResourceRequest,
    overwrites: Bool,
    _ state: inout WorldState,
    _ now: Date
  ) throws(ServiceFailure) {
    try state.parameters.put(
      name,
      type: request.properties.text("Type") ?? "String",
      value: request.properties.text("Value") ?? "",
      description: request.properties.text("Description"),
      overwrites: overwrites,
      account: request.account,
      region: request.region,
      at: now
    )
  }

  private static func state(of name: String, _ request: ResourceRequest) -> ResourceState {
    ResourceState(
      physicalID: name,
      attributes: [
        "Type": .string(request.properties.text("Type") ?? "String"),
        "Value": .string(request.properties.text("Value") ?? ""),
      ]
    )
  }
}
