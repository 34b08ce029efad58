import FoundationEssentials

/// `AWS::SQS::QueuePolicy`.
///
/// Source of schema and return values: CloudFormation resource schema of the type.
struct QueuePolicyKind: MomentaryKind {
  let type = "AWS::SQS::QueuePolicy"
  let service = "Sqs"
  let schema = ResourceSchema(
    properties: ["PolicyDocument", "Queues"],
    required: ["PolicyDocument", "Queues"]
  )

  func create(
    _ request: ResourceRequest,
    _ state: inout WorldState,
    _ now: Date
  ) throws(ServiceFailure) -> ResourceState {
    try write(request, &state)
    let id = request.generatedName()
    return ResourceState(physicalID: id, attributes: ["Id": .string(id)])
  }

  func update(
    _ resource: ResourceState,
    from old: TemplateObject,
    _ request: ResourceRequest,
    _ state: inout WorldState,
    _ now: Date
  ) throws(ServiceFailure) -> ResourceState {
    remove(from: old.texts("Queues"), &state)
    try write(request, &state)
    return resource
  }

  func delete(
    _ resource: ResourceState,
    _ request: ResourceRequest,
    _ state: inout WorldState,
    _ now: Date
  ) throws(ServiceFailure) {
    remove(from: request.properties.texts("Queues"), &state)
  }

  private func write(_ request: ResourceRequest, _ state: inout WorldState) throws(ServiceFailure) {
    let text = request.properties.policy("PolicyDocument")
    do {
      _ = try PolicyDocument(text, for: .resource)
    } catch {
      throw ServiceFailure(code: "InvalidAttributeValue", message: "Invalid value for the parameter Policy.")
    }
    for reference in request.properties.texts("Queues") {
      guard let queue = state.queues.queue(reference) else {
        throw ServiceFailure(code: "ResourceNotFoundException", message: "The specified queue does not exist.")
      }
      state.queues.change(queue.arn) { $0.attributes["Policy"] = text }
    }
  }

  private func remove(from queues: [String], _ state: inout WorldState) {
    for queue in queues.compactMap(state.queues.queue) {
      state.queues.change(queue.arn) { $0.attributes["Policy"] = nil }
    }
  }
}
