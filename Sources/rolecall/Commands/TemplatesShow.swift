import ArgumentParser
import Templates

/// `rolecall templates`.
struct TemplatesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "templates",
    abstract: "Show the CloudFormation templates that this release deploys.",
    subcommands: [TemplatesShow.self]
  )
}

/// `rolecall templates show`.
struct TemplatesShow: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Print a template, byte for byte as it is deployed.",
    discussion: """
      lambdas is the stack of the backup account: three functions, their secrets and what watches them. roles is the \
      stack that a stack set brings to every account.
      """
  )

  @OptionGroup var options: GlobalOptions

  @Argument(help: "Name of the template.")
  var template: ShippedTemplate

  func perform(in surroundings: Surroundings) async throws -> ExitStatus {
    try surroundings.output.write(template.body)
    return .fine
  }
}

extension ShippedTemplate: ExpressibleByArgument {}
