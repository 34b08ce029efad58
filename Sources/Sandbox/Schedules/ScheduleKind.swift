import FoundationEssentials

/// `AWS::Scheduler::Schedule`.
///
/// Source of schema and return values: CloudFormation resource schema of the type.
struct ScheduleKind: MomentaryKind {
  let type = "AWS::Scheduler::Schedule"
  let service = "Scheduler"
  let schema = ResourceSchema(
    properties: [
      "Description", "EndDate", "FlexibleTimeWindow", "GroupName", "KmsKeyArn", "Name", "ScheduleExpression",
      "ScheduleExpressionTimezone", "StartDate", "State", "Target",
    ],
    required: ["FlexibleTimeWindow", "ScheduleExpression", "Target"],
    createOnly: ["Name"]
  )

  func create(
    _ request: ResourceRequest,
    _ state: inout WorldState,
    _ now: Date
  ) throws(ServiceFailure) -> ResourceState {
    let name = request.properties.text("Name") ?? request.generatedName(limit: 64)
    let arn = arn(of: name, request)
    guard state.schedules.schedules[arn] == nil else {
      throw ServiceFailure(code: "ConflictException", message: "Schedule \(name) already exists.", status: 409)
    }
    state.schedules.schedules[arn] = try record(name, request)
    return ResourceState(physicalID: name, attributes: ["Arn": .string(arn)])
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
    let expression = request.properties.text("ScheduleExpression") ?? ""
    guard expression.wholeMatch(of: /(rate|cron|at)\(.+\)/) != nil else {
      throw ServiceFailure(code: "ValidationException", message: "Invalid Schedule Expression \(expression).")
    }
    return ScheduleRecord(
      name: name,
      arn: arn(of: name, request),
      expression: expression,
      isEnabled: request.properties.text("State") != "DISABLED",
      targets: request.properties.object("Target")?.text("Arn").map { [$0] } ?? []
    )
  }

  private func arn(of name: String, _ request: ResourceRequest) -> String {
    let group = request.properties.text("GroupName") ?? "default"
    return "arn:\(request.partition):scheduler:\(request.region):\(request.account):schedule/\(group)/\(name)"
  }
}
