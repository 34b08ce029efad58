import ArgumentParser
import Operations

/// `rolecall teardown`.
struct TeardownRun: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "teardown",
    abstract: "Remove roles, registrations, stack set and Lambdas stack, in the only safe order.",
    discussion: """
      Stack instances go first, since their custom resources need the functions to remove the registrations; the \
      Lambdas stack goes last. The credential's secret, the signing key's and the bucket stay. Can be run again, and \
      goes on where it stopped.
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var flags: VerbFlags

  func perform(in surroundings: Surroundings) async throws -> ExitStatus {
    try await VerbSession(options, in: surroundings).run { session in
      let verb = try Teardown.verb(connections: session.connections)
      return try await VerbRun(
        surroundings: surroundings,
        options: options,
        isPlanOnly: flags.isPlanOnly,
        isAgreed: flags.isAgreed,
        phrase: session.context.name
      ).run(verb)
    }
  }
}
