/// Who runs the code of the sandbox's Lambda functions: whoever polls a runtime API runs its function.
///
/// The sandbox shares no code with the functions, so whoever composes both hands them in.
package struct FunctionHost: Sendable {
  /// One execution environment to be run.
  package struct Environment: Sendable {
    /// Lambda's own variables and the function's, `AWS_LAMBDA_RUNTIME_API` and `_HANDLER` among them.
    package let variables: [String: String]
    /// The clock that deadlines and waits of this environment go by.
    package let clock: SandboxClock
    /// Takes a line of the function's log.
    package let log: @Sendable (String) -> Void
  }

  /// Polls the runtime API until it ends or the task is cancelled.
  package let run: @Sendable (Environment) async -> Void

  package init(run: @escaping @Sendable (Environment) async -> Void) { self.run = run }
}
