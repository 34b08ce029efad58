import ArgumentParser
import Operations

/// `rolecall contexts use NAME`.
struct ContextUse: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "use",
    abstract: "Make a context the current one.",
    discussion: "Changes that one word of the configuration; comments and order stay."
  )

  @OptionGroup var options: GlobalOptions

  @Argument(help: "The context's name.")
  var name: String

  func perform(in surroundings: Surroundings) async throws -> ExitStatus {
    let file = ConfigurationFile(option: options.config, environment: surroundings.variables)
    guard let file, try file.read() != nil else { throw ContextChoice.missing(at: file?.path) }
    try file.use(name)
    try surroundings.tell("the current context is now \(name)")
    return .fine
  }
}
