package import Fleet

/// Who one hat of one context is, as `whoami` prints it.
package struct IdentityRecord: OutputRecord {
  package let context: String
  package let hat: Hat
  package let identity: Result<CallerIdentity, SourceProblem>

  package init(context: String, hat: Hat, identity: Result<CallerIdentity, SourceProblem>) {
    self.context = context
    self.hat = hat
    self.identity = identity
  }

  private var caller: CallerIdentity? { try? identity.get() }

  /// What stands in the way; nil if we know who we are.
  package var problem: SourceProblem? {
    if case .failure(let problem) = identity { problem } else { nil }
  }

  package var value: OutputValue {
    .object([
      .init("context", .text(context)),
      .init("hat", .text(hat.rawValue)),
      .init("account", OutputValue(caller?.account.rawValue)),
      .init("arn", OutputValue(caller?.arn)),
      .init("error", OutputValue(problem?.sentence)),
    ])
  }

  package static let columns = ["context", "hat", "account", "arn", "error"]

  package var cells: [String] {
    [context, hat.rawValue, caller?.account.rawValue ?? "", caller?.arn ?? "", problem?.sentence ?? ""]
  }
}
