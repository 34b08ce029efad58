/// One type of resource that stacks can hold.
///
/// What a kind makes lives in the world's state; it changes that with ``World/perform(_:)``. Work that takes time
/// sleeps on ``ResourceRequest/clock``. A cancelled task means that a sibling failed or that the sandbox stops: a kind
/// that waits stops waiting, and names in its failure what may have been made.
protocol ResourceKind: Sendable {
  /// `AWS::IAM::Role`; `AWS::CloudFormation::CustomResource` stands for every `Custom::…` too.
  var type: String { get }
  var schema: ResourceSchema { get }

  /// What it takes to come from the properties `old` to `new`, which differ.
  func change(from old: TemplateObject, to new: TemplateObject) -> ResourceChange

  func create(_ request: ResourceRequest) async throws(ResourceFailure) -> ResourceState

  /// Changes the resource in place; `request` has the new properties.
  ///
  /// Another physical id in the answer means that a new resource took its place; the old one is deleted later.
  func update(
    _ state: ResourceState,
    from old: TemplateObject,
    _ request: ResourceRequest
  ) async throws(ResourceFailure) -> ResourceState

  /// Deletes the resource; one that is already gone is no failure.
  func delete(_ state: ResourceState, _ request: ResourceRequest) async throws(ResourceFailure)
}

extension ResourceKind {
  func change(from old: TemplateObject, to new: TemplateObject) -> ResourceChange {
    schema.createOnly.contains { old[$0] != new[$0] } ? .replacement : .inPlace
  }
}

/// What a change of properties takes.
enum ResourceChange: Hashable, Sendable {
  case inPlace
  case replacement
  /// The type does not allow it, and says why.
  case refused(String)
}
