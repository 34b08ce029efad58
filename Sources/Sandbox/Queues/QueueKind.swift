import FoundationEssentials

/// `AWS::SQS::Queue`.
///
/// Source of schema and return values: CloudFormation resource schema of the type.
struct QueueKind: MomentaryKind {
  let type = "AWS::SQS::Queue"
  let service = "Sqs"
  let schema = ResourceSchema(
    properties: settings.union(["QueueName", "Tags"]),
    createOnly: ["FifoQueue", "QueueName"]
  )

  /// Properties that are attributes of the queue under the same names.
  private static let settings: Set<String> = [
    "ContentBasedDeduplication", "DeduplicationScope", "DelaySeconds", "FifoQueue", "FifoThroughputLimit",
    "KmsDataKeyReusePeriodSeconds", "KmsMasterKeyId", "MaximumMessageSize", "MessageRetentionPeriod",
    "ReceiveMessageWaitTimeSeconds", "RedriveAllowPolicy", "RedrivePolicy", "SqsManagedSseEnabled",
    "VisibilityTimeout",
  ]

  func create(
    _ request: ResourceRequest,
    _ state: inout WorldState,
    _ now: Date
  ) throws(ServiceFailure) -> ResourceState {
    let name = request.properties.text("QueueName") ?? request.generatedName(limit: 80)
    guard !state.queues.queues(account: request.account, region: request.region).contains(where: { $0.name == name })
    else { throw ServiceFailure(code: "QueueNameExists", message: "A queue already exists with the same name") }
    let queue = try state.queues.create(
      name,
      attributes: Self.attributes(request.properties),
      tags: request.tags(),
      account: request.account,
      region: request.region,
      at: now
    )
    return Self.state(of: queue)
  }

  func update(
    _ resource: ResourceState,
    from old: TemplateObject,
    _ request: ResourceRequest,
    _ state: inout WorldState,
    _ now: Date
  ) throws(ServiceFailure) -> ResourceState {
    guard let queue = state.queues.queue(resource.physicalID) else {
      throw ServiceFailure(code: "ResourceNotFoundException", message: "The specified queue does not exist.")
    }
    let policy = queue.attributes["Policy"].map { ["Policy": $0] } ?? [:]
    let attributes = QueueState.defaults.merging(policy) { $1 }.merging(Self.attributes(request.properties)) { $1 }
    state.queues.change(queue.arn) { queue in
      queue.attributes = attributes
      queue.tags = request.tags()
    }
    return Self.state(of: queue)
  }

  func delete(
    _ resource: ResourceState,
    _ request: ResourceRequest,
    _ state: inout WorldState,
    _ now: Date
  ) throws(ServiceFailure) {
    if let queue = state.queues.queue(resource.physicalID) { state.queues.remove(queue.arn) }
  }

  private static func attributes(_ properties: TemplateObject) -> [String: String] {
    var attributes: [String: String] = [:]
    for name in settings {
      // A redrive policy is an object in templates and JSON on the queue.
      attributes[name] = properties[name].map { $0.text ?? $0.json() }
    }
    return attributes
  }

  private static func state(of queue: QueueRecord) -> ResourceState {
    ResourceState(
      physicalID: queue.url,
      attributes: [
        "Arn": .string(queue.arn), "QueueName": .string(queue.name), "QueueUrl": .string(queue.url),
      ]
    )
  }
}
