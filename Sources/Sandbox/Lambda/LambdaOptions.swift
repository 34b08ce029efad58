/// Where Lambda differs from account to account or from day to day.
package struct LambdaOptions: Sendable {
  /// Executions at the same time of all functions of an account and region together.
  package var accountConcurrency = 1_000
  /// Lambda delivers an event at least once: every n-th is delivered twice; nil: none.
  package var duplicatedEvents: Int?
  /// How many requests of each environment the secrets extension refuses at first, before it is ready.
  package var coldSecretRequests = 0
  /// After this time without a call a function in a VPC goes Inactive.
  package var idleLimit: Duration = .seconds(14 * 86_400)

  package init() {}
}
