import ArgumentParser
import Fleet
import Operations
import Veeam

/// `rolecall setup`.
struct SetupRun: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "setup",
    abstract: "Deploy the Lambdas stack and the Roles stack set, and watch until the first roles are registered.",
    discussion: """
      What the stacks need is taken from the context, found out, or asked; flags answer ahead. The plan is shown before \
      anything is changed. Can be run again at any time: it goes on where things stand.

      The administrator's sign-in to the appliance makes the functions' portal user; it is asked for once and kept \
      nowhere.
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var flags: VerbFlags
  @OptionGroup var code: CodeFlags
  @OptionGroup(title: "Answers") var answers: SetupFlags

  func perform(in surroundings: Surroundings) async throws -> ExitStatus {
    try await VerbSession(options, in: surroundings, isLooking: flags.isPlanOnly).run { session in
      let interview = SetupInterview(
        answers.choices,
        connections: session.connections,
        functions: try await code.archive(surroundings),
        ask: surroundings.ask,
        // A courtesy: with standard error closed the plan still says what matters.
        tell: { _ = try? surroundings.tell($0) }
      )
      let verb = Setup.verb(try await interview.answers(), connections: session.connections) {
        try await AdministratorSignIn(flags: answers, surroundings: surroundings).credential()
      }
      let status = try await VerbRun(
        surroundings: surroundings,
        options: options,
        isPlanOnly: flags.isPlanOnly,
        isAgreed: flags.isAgreed
      ).run(verb)
      let lines = interview.configurationToAdd
      if status == .fine, !flags.isPlanOnly, !lines.isEmpty {
        try surroundings.tell("add to context \(session.context.name): \(lines.joined(separator: ", "))")
      }
      return status
    }
  }
}
