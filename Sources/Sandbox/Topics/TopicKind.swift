import FoundationEssentials

/// `AWS::SNS::Topic`.
///
/// Source of schema and return values: CloudFormation resource schema of the type.
struct TopicKind: MomentaryKind {
  let type = "AWS::SNS::Topic"
  let service = "Sns"
  let schema = ResourceSchema(
    properties: [
      "ArchivePolicy", "ContentBasedDeduplication", "DataProtectionPolicy", "DeliveryStatusLogging", "DisplayName",
      "FifoThroughputScope", "FifoTopic", "KmsMasterKeyId", "SignatureVersion", "Subscription", "Tags", "TopicName",
      "TracingConfig",
    ],
    createOnly: ["FifoTopic", "TopicName"]
  )

  func create(
    _ request: ResourceRequest,
    _ state: inout WorldState,
    _ now: Date
  ) throws(ServiceFailure) -> ResourceState {
    let name = request.properties.text("TopicName") ?? request.generatedName(limit: 256)
    let arn = "arn:\(request.partition):sns:\(request.region):\(request.account):\(name)"
    var topic = TopicRecord(name: name, arn: arn)
    set(request, on: &topic)
    state.topics.topics[arn] = topic
    return ResourceState(
      physicalID: arn,
      attributes: ["TopicArn": .string(arn), "TopicName": .string(name)]
    )
  }

  func update(
    _ resource: ResourceState,
    from old: TemplateObject,
    _ request: ResourceRequest,
    _ state: inout WorldState,
    _ now: Date
  ) throws(ServiceFailure) -> ResourceState {
    guard var topic = state.topics.topics[resource.physicalID] else {
      throw ServiceFailure(code: "ResourceNotFoundException", message: "Topic does not exist")
    }
    set(request, on: &topic)
    state.topics.topics[topic.arn] = topic
    return resource
  }

  func delete(
    _ resource: ResourceState,
    _ request: ResourceRequest,
    _ state: inout WorldState,
    _ now: Date
  ) throws(ServiceFailure) {
    state.topics.topics[resource.physicalID] = nil
  }

  private func set(_ request: ResourceRequest, on topic: inout TopicRecord) {
    topic.displayName = request.properties.text("DisplayName")
    topic.kmsKeyID = request.properties.text("KmsMasterKeyId")
    topic.tags = request.tags()
  }
}
