/// What one of the functions does with an event, whichever way it came.
protocol Function: Sendable {
  /// Carries one event out.
  ///
  /// - Returns: The body for the caller, JSON.
  /// - Throws: What the caller gets as an error; an event that nobody waits for is delivered again by Lambda.
  func handle(_ invocation: Invocation) async throws -> [UInt8]
}

/// The functions by the names that the template's handlers give them.
enum FunctionName: String, CaseIterable {
  case externalID = "external-id"
  case configurator
  case rotation

  func function(_ context: FunctionContext) -> any Function {
    switch self {
    case .externalID: AliasedFunction(context, customResources: ExternalIDHandler(context))
    case .configurator: AliasedFunction(context, both: ConfiguratorHandler(context))
    case .rotation: RotationFunction()
    }
  }
}
