import ArgumentParser
import Fleet
import Operations

/// `rolecall login`.
struct SignInStart: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "login",
    abstract: "Sign in by a browser, which may be on another machine (AWS IAM Identity Center).",
    discussion: "Shows an address and a code, waits until the sign-in is done there, and keeps it as the AWS tools do."
  )

  @OptionGroup var options: GlobalOptions

  @Option(help: ArgumentHelp("Sign in for this account of the context: organization or backup.", valueName: "hat"))
  var hat: Hat = .organization

  func perform(in surroundings: Surroundings) async throws -> ExitStatus {
    let context = try ContextChoice(options, in: surroundings).context
    let switchboard = try Switchboard(
      variables: surroundings.variables,
      log: options.log,
      ask: surroundings.ask,
      now: surroundings.now
    )
    var status = ExitStatus.failed
    for await step in switchboard.connections(context).signIn(as: hat, within: options.timeout?.duration) {
      switch step {
      case .invitation(let address, let code, _):
        try surroundings.errors.write("Open \(SafeLine.of(address))\nand enter the code \(SafeLine.of(code))\n")
      case .succeeded:
        try surroundings.tell("signed in")
        status = .fine
      case .failed(let problem):
        try surroundings.tell(problem.sentence, nextStep: problem.nextStep)
      }
    }
    await switchboard.close()
    try Task.checkCancellation()
    return status
  }
}

extension Hat: ExpressibleByArgument {}
