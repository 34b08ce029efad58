/// A resource that stacks only remember: made at once, with nothing behind it.
struct PlainKind: ResourceKind {
  let type: String
  let schema: ResourceSchema

  init(_ type: String, createOnly: Set<String> = []) {
    self.type = type
    schema = ResourceSchema(createOnly: createOnly)
  }

  static let all: [any ResourceKind] = [
    PlainKind("AWS::CloudFormation::WaitConditionHandle")
  ]

  func create(_ request: ResourceRequest) async throws(ResourceFailure) -> ResourceState {
    ResourceState(physicalID: request.generatedName())
  }

  func update(
    _ state: ResourceState,
    from old: TemplateObject,
    _ request: ResourceRequest
  ) async throws(ResourceFailure) -> ResourceState {
    state
  }

  func delete(_ state: ResourceState, _ request: ResourceRequest) async throws(ResourceFailure) {}
}
