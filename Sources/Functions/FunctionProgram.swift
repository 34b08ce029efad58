/// One execution environment: asks the runtime API for events and answers them until the environment ends.
package struct FunctionProgram: Sendable {
  private let environment: FunctionEnvironment

  package init(_ environment: FunctionEnvironment) { self.environment = environment }

  /// Runs until the runtime API goes away or the task is cancelled.
  ///
  /// - Returns: The exit status of the process.
  package func run() async -> Int32 {
    environment.log("no handler")
    return 1
  }
}
