import FoundationEssentials

/// `AWS::Logs::MetricFilter`, which the sandbox keeps and does not count by.
struct MetricFilterKind: MomentaryKind {
  let type = "AWS::Logs::MetricFilter"
  let service = "CloudWatchLogs"
  let schema = ResourceSchema(
    properties: [
      "ApplyOnTransformedLogs", "EmitSystemFieldDimensions", "FieldSelectionCriteria", "FilterName", "FilterPattern",
      "LogGroupName", "MetricTransformations",
    ],
    required: ["FilterPattern", "LogGroupName", "MetricTransformations"],
    createOnly: ["FilterName", "LogGroupName"]
  )

  func create(
    _ request: ResourceRequest,
    _ state: inout WorldState,
    _ now: Date
  ) throws(ServiceFailure) -> ResourceState {
    let group = request.properties.text("LogGroupName") ?? ""
    guard state.logs.group(group, account: request.account, region: request.region) != nil else {
      throw ServiceFailure(code: "ResourceNotFoundException", message: "The specified log group does not exist.")
    }
    return ResourceState(physicalID: request.properties.text("FilterName") ?? request.generatedName(limit: 512))
  }

  func update(
    _ resource: ResourceState,
    from old: TemplateObject,
    _ request: ResourceRequest,
    _ state: inout WorldState,
    _ now: Date
  ) throws(ServiceFailure) -> ResourceState {
    resource
  }

  func delete(
    _ resource: ResourceState,
    _ request: ResourceRequest,
    _ state: inout WorldState,
    _ now: Date
  ) throws(ServiceFailure) {}
}
