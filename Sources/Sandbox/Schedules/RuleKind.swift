import FoundationEssentials

/// `AWS::Events::Rule`.
///
/// Source of schema and return values: CloudFormation resource schema of the type.
struct RuleKind: MomentaryKind {
  let type = "AWS::Events::Rule"
  let service = "EventBridge"
  let schema = ResourceSchema(
    properties: [
      "Description", "EventBusName", "EventPattern", "Name", "RoleArn", "ScheduleExpression", "State", "Tags",
      "Targets",
    ],
    createOnly: ["Name"]
  )

  func create(
    _ request: ResourceRequest,
    _ state: inout WorldState,
    _ now: Date
  ) throws(ServiceFailure) -> ResourceState {
    let name = request.properties.text("Name") ?? request.generatedName(limit: 64)
    let record = try record(name, request)
    state.schedules.schedules[record.arn] = record
    return ResourceState(physicalID: name, attributes: ["Arn": .string(record.arn)])
  }

  func update(
    _ resource: ResourceState,
    from old: TemplateObject,
    _ request: ResourceRequest,
    _ state: inout WorldState,
    _ now: Date
  ) throws(ServiceFailure) -> ResourceState {
    let record = try record(resource.physicalID, request)
    state.schedules.schedules[record.arn] = record
    return resource
  }

  func delete(
    _ resource: ResourceState,
    _ request: ResourceRequest,
    _ state: inout WorldState,
    _ now: Date
  ) throws(ServiceFailure) {
    state.schedules.schedules[arn(of: resource.physicalID, request)] = nil
  }

  private func record(_ name: String, _ request: ResourceRequest) throws(ServiceFailure) -> ScheduleRecord {
    let properties = request.properties
    guard properties["ScheduleExpression"] != nil || properties["EventPattern"] != nil else {
      throw ServiceFailure(
        code: "ValidationException",
        message: "Parameter(s) EventPattern or ScheduleExpression must be specified."
      )
    }
    return ScheduleRecord(
      name: name,
      arn: arn(of: name, request),
      expression: properties.text("ScheduleExpression"),
      isEnabled: properties.text("State") != "DISABLED",
      targets: properties.list("Targets").compactMap { $0.object?.text("Arn") },
      tags: request.tags()
    )
  }

  private func arn(of name: String, _ request: ResourceRequest) -> String {
    let bus = request.properties.text("EventBusName").map { "\($0)/" } ?? ""
    return "arn:\(request.partition):events:\(request.region):\(request.account):rule/\(bus)\(name)"
  }
}
