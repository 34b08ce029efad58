import Operations

/// The context and the clients of a command that may change things.
struct VerbSession {
  let context: Context
  let connections: Connections
  private let switchboard: Switchboard

  /// - Throws: ``OperatorError`` for a context that is for looking only; whatever reading the configuration meets.
  init(_ options: GlobalOptions, in surroundings: Surroundings, isLooking: Bool = false) throws {
    context = try ContextChoice(options, in: surroundings).context
    guard context.access == .readWrite || isLooking else {
      throw OperatorError(
        sentence: "context \(context.name) is read-only",
        nextStep: "write access: read-write into the context, and leave out --read-only",
        exitStatus: ExitStatus.misused.rawValue
      )
    }
    switchboard = try Switchboard(
      variables: surroundings.variables,
      log: options.log,
      ask: surroundings.ask,
      now: surroundings.now
    )
    connections = switchboard.connections(context)
  }

  /// Runs `body` and closes the connections, whatever comes of it.
  func run(_ body: (VerbSession) async throws -> ExitStatus) async throws -> ExitStatus {
    do {
      let status = try await body(self)
      await switchboard.close()
      return status
    } catch {
      await switchboard.close()
      throw OperatorError(from: error) ?? error
    }
  }
}
