import FoundationEssentials

/// `AWS::CloudWatch::Alarm`.
///
/// Source of schema and return values: CloudFormation resource schema of the type.
struct AlarmKind: MomentaryKind {
  let type = "AWS::CloudWatch::Alarm"
  let service = "CloudWatch"
  let schema = ResourceSchema(
    properties: [
      "ActionsEnabled", "AlarmActions", "AlarmDescription", "AlarmName", "ComparisonOperator", "DatapointsToAlarm",
      "Dimensions", "EvaluateLowSampleCountPercentile", "EvaluationCriteria", "EvaluationInterval",
      "EvaluationPeriods", "ExtendedStatistic", "InsufficientDataActions", "MetricName", "Metrics", "Namespace",
      "OKActions", "Period", "Statistic", "Tags", "Threshold", "ThresholdMetricId", "TreatMissingData", "Unit",
    ],
    createOnly: ["AlarmName"]
  )

  func create(
    _ request: ResourceRequest,
    _ state: inout WorldState,
    _ now: Date
  ) throws(ServiceFailure) -> ResourceState {
    let name = request.properties.text("AlarmName") ?? request.generatedName(limit: 255)
    var alarm = AlarmRecord(
      name: name,
      account: request.account,
      region: request.region,
      stateChangedAt: now,
      changedAt: now
    )
    Self.set(request.properties, on: &alarm)
    state.alarms.put(alarm)
    return ResourceState(physicalID: name, attributes: ["Arn": .string(alarm.arn)])
  }

  func update(
    _ resource: ResourceState,
    from old: TemplateObject,
    _ request: ResourceRequest,
    _ state: inout WorldState,
    _ now: Date
  ) throws(ServiceFailure) -> ResourceState {
    let known = state.alarms.alarm(resource.physicalID, account: request.account, region: request.region)
    guard var alarm = known else {
      throw ServiceFailure(code: "ResourceNotFoundException", message: "Alarm \(resource.physicalID) does not exist")
    }
    Self.set(request.properties, on: &alarm)
    alarm.changedAt = now
    state.alarms.put(alarm)
    return resource
  }

  func delete(
    _ resource: ResourceState,
    _ request: ResourceRequest,
    _ state: inout WorldState,
    _ now: Date
  ) throws(ServiceFailure) {
    let known = state.alarms.alarm(resource.physicalID, account: request.account, region: request.region)
    if let known { state.alarms.remove(arn: known.arn) }
  }

  private static func set(_ properties: TemplateObject, on alarm: inout AlarmRecord) {
    alarm.description = properties.text("AlarmDescription")
    alarm.namespace = properties.text("Namespace")
    alarm.metric = properties.text("MetricName")
    alarm.dimensions = properties.list("Dimensions").compactMap { item in
      guard let object = item.object, let name = object.text("Name") else { return nil }
      return ResourceTag(key: name, value: object.text("Value") ?? "")
    }
    alarm.statistic = properties.text("Statistic")
    alarm.comparison = properties.text("ComparisonOperator")
    alarm.threshold = properties.text("Threshold").flatMap(Double.init)
    alarm.period = properties.integer("Period")
    alarm.evaluationPeriods = properties.integer("EvaluationPeriods")
    alarm.treatMissingData = properties.text("TreatMissingData")
    alarm.actions = properties.texts("AlarmActions")
    alarm.okActions = properties.texts("OKActions")
    alarm.insufficientDataActions = properties.texts("InsufficientDataActions")
    alarm.areActionsEnabled = properties.boolean("ActionsEnabled") ?? true
  }
}
