/// A function behind two aliases, told apart by the name that it was invoked by.
///
/// `cfn` is open to the organization: it takes the events of custom resources, and whatever happens, its caller gets
/// nothing back. `ops` is open to the function's own account only: it takes requests and answers them.
struct AliasedFunction: Function {
  private let environment: FunctionEnvironment
  private let customResources: CustomResourceDesk?
  private let operations: (any OperationsHandler)?

  init(
    _ context: FunctionContext,
    customResources: (any CustomResourceHandler)? = nil,
    operations: (any OperationsHandler)? = nil
  ) {
    environment = context.environment
    self.customResources = customResources.map { CustomResourceDesk($0, context) }
    self.operations = operations
  }

  init(_ context: FunctionContext, both handler: some CustomResourceHandler & OperationsHandler) {
    self.init(context, customResources: handler, operations: handler)
  }

  func handle(_ invocation: Invocation) async throws -> [UInt8] {
    switch invocation.function.qualifier {
    case "ops":
      guard let operations else { throw Refusal("this function has no operations") }
      return try await operations.answer(invocation)
    case "cfn": try await receive(invocation)
    case nil where environment.isMigrating: try await receive(invocation)
    default: invocation.log.write(.admission, .refused, "invoked by neither of the aliases cfn and ops")
    }
    return Array("null".utf8)
  }

  private func receive(_ invocation: Invocation) async throws {
    guard let customResources else {
      return invocation.log.write(.admission, .refused, "this function serves no custom resources")
    }
    try await customResources.receive(invocation)
  }
}

/// Requests of consoles and schedules of the function's own account, by the alias `ops`.
package protocol OperationsHandler: Sendable {
  /// Reads the request in the invocation's body and carries it out.
  ///
  /// - Returns: The answer, JSON of at most 6 MB.
  /// - Throws: What the caller gets as the function's error; ``Explained`` ones by their sentence.
  func answer(_ invocation: Invocation) async throws -> [UInt8]
}
