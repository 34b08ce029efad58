package import FoundationEssentials
package import Transport

/// What Lambda gives one execution environment, as a value: several run in one process, each with its own.
package struct FunctionEnvironment: Sendable {
  /// The environment variables, Lambda's own and the function's.
  package let variables: [String: String]
  /// Waits of the work itself: until a trust policy holds, between two attempts.
  package let timepiece: Timepiece
  /// Watches a deadline beside the work: sleeps as ``timepiece`` does, but a simulated clock does not take it for work.
  package let alarm: @Sendable (Duration) async throws -> Void
  /// The wall clock, which deadlines are told in.
  package let now: @Sendable () -> Date
  /// Takes one line of the log, without its end.
  package let log: @Sendable (String) -> Void

  package init(
    variables: [String: String],
    timepiece: Timepiece = .system,
    alarm: (@Sendable (Duration) async throws -> Void)? = nil,
    now: @escaping @Sendable () -> Date = { Date() },
    log: @escaping @Sendable (String) -> Void
  ) {
    self.variables = variables
    self.timepiece = timepiece
    self.alarm = alarm ?? timepiece.sleep
    self.now = now
    self.log = log
  }
}
