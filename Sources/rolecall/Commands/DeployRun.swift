import ArgumentParser
import Fleet
import Operations

/// `rolecall deploy`.
struct DeployRun: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "deploy",
    abstract: "Bring what is deployed to the templates and the code of this release.",
    subcommands: [LambdasDeploy.self, RolesDeploy.self]
  )
}

/// `rolecall deploy lambdas`.
struct LambdasDeploy: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "lambdas",
    abstract: "Update the Lambdas stack: template, code, parameters.",
    discussion: "Parameters that are not named keep their values."
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var flags: VerbFlags
  @OptionGroup var code: CodeFlags

  @Option(
    help: ArgumentHelp("A new value of a template's parameter; may be given several times.", valueName: "name=value")
  )
  var parameter: [TemplateParameter] = []

  func perform(in surroundings: Surroundings) async throws -> ExitStatus {
    try await VerbSession(options, in: surroundings, isLooking: flags.isPlanOnly).run { session in
      let verb = try await Deploy.lambdas(
        connections: session.connections,
        functions: try await code.archive(surroundings),
        parameters: TemplateParameter.values(parameter)
      )
      return try await VerbRun(
        surroundings: surroundings,
        options: options,
        isPlanOnly: flags.isPlanOnly,
        isAgreed: flags.isAgreed
      ).run(verb)
    }
  }
}

/// `rolecall deploy roles`.
struct RolesDeploy: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "roles",
    abstract: "Update the Roles stack set and with it every account.",
    discussion: """
      The plan shows which resources change and how many instances are touched. With --pilot that unit is updated \
      first, one account after the other, and the rest only when all of its accounts are current.
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var flags: VerbFlags

  @Option(help: ArgumentHelp("A unit to update first; may be given several times.", valueName: "ou-id"))
  var pilot: [OrganizationalUnitID] = []

  @Option(
    help: ArgumentHelp("A new value of a template's parameter; may be given several times.", valueName: "name=value")
  )
  var parameter: [TemplateParameter] = []

  func perform(in surroundings: Surroundings) async throws -> ExitStatus {
    try await VerbSession(options, in: surroundings, isLooking: flags.isPlanOnly).run { session in
      let verb = try await Deploy.roles(
        connections: session.connections,
        pilot: pilot,
        parameters: TemplateParameter.values(parameter)
      )
      return try await VerbRun(
        surroundings: surroundings,
        options: options,
        isPlanOnly: flags.isPlanOnly,
        isAgreed: flags.isAgreed
      ).run(verb)
    }
  }
}

extension OrganizationalUnitID: ExpressibleByArgument {
  public init?(argument: String) { self.init(rawValue: argument) }
}
