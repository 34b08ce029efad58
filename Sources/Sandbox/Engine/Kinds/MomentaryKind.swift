import FoundationEssentials

/// A kind whose resource is made, changed and deleted at one moment, by a service with errors of its own.
protocol MomentaryKind: ResourceKind {
  /// The service as errors name it: `Iam`, `Ec2`.
  var service: String { get }

  func create(
    _ request: ResourceRequest,
    _ state: inout WorldState,
    _ now: Date
  ) throws(ServiceFailure) -> ResourceState

  func update(
    _ resource: ResourceState,
    from old: TemplateObject,
    _ request: ResourceRequest,
    _ state: inout WorldState,
    _ now: Date
  ) throws(ServiceFailure) -> ResourceState

  func delete(
    _ resource: ResourceState,
    _ request: ResourceRequest,
    _ state: inout WorldState,
    _ now: Date
  ) throws(ServiceFailure)
}

extension MomentaryKind {
  func create(_ request: ResourceRequest) async throws(ResourceFailure) -> ResourceState {
    try await atOnce(request) { (state: inout WorldState, now: Date) throws(ServiceFailure) -> ResourceState in
      try create(request, &state, now)
    }
  }

  func update(
    _ resource: ResourceState,
    from old: TemplateObject,
    _ request: ResourceRequest
  ) async throws(ResourceFailure) -> ResourceState {
    try await atOnce(request) { (state: inout WorldState, now: Date) throws(ServiceFailure) -> ResourceState in
      try update(resource, from: old, request, &state, now)
    }
  }

  func delete(_ resource: ResourceState, _ request: ResourceRequest) async throws(ResourceFailure) {
    try await atOnce(request) { (state: inout WorldState, now: Date) throws(ServiceFailure) in
      try delete(resource, request, &state, now)
    }
  }

  private func atOnce<Value: Sendable>(
    _ request: ResourceRequest,
    _ body: @Sendable (inout WorldState, Date) throws(ServiceFailure) -> Value
  ) async throws(ResourceFailure) -> Value {
    do throws(ServiceFailure) {
      return try await request.world.perform(body)
    } catch {
      throw .service(service, error, request)
    }
  }
}

extension ResourceFailure {
  /// A service's error, as stack events tell it.
  static func service(_ name: String, _ failure: ServiceFailure, _ request: ResourceRequest) -> ResourceFailure {
    let status = "(Service: \(name), Status Code: \(failure.status), Request ID: \(request.requestID))"
    return handler("\(failure.message) \(status)", code: handlerCode(of: failure), request)
  }

  private static func handlerCode(of failure: ServiceFailure) -> String {
    switch failure.code {
    case "EntityAlreadyExists", "ResourceExistsException", "ResourceAlreadyExistsException", "QueueNameExists",
      "BucketAlreadyExists", "BucketAlreadyOwnedByYou", "ParameterAlreadyExists", "InvalidGroup.Duplicate",
      "InvalidPermission.Duplicate", "RouteAlreadyExists", "ConflictException":
      "AlreadyExists"
    case "LimitExceeded", "LimitExceededException", "RulesPerSecurityGroupLimitExceeded": "ServiceLimitExceeded"
    case "NoSuchEntity", "ResourceNotFoundException", "NoSuchBucket",
      _ where failure.code.hasSuffix("NotFound"):
      "NotFound"
    case "DeleteConflict", "DependencyViolation", "BucketNotEmpty": "ResourceConflict"
    default: "InvalidRequest"
    }
  }
}
