import ArgumentParser

/// `rolecall man`, for packagers: the manual page.
struct ManualPrint: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "man",
    abstract: "Print the manual page.",
    shouldDisplay: false
  )

  @OptionGroup var options: GlobalOptions

  func perform(in surroundings: Surroundings) async throws -> ExitStatus {
    try surroundings.output.write(try ManualPage(dump: RoleCall._dumpHelp()).text)
    return .fine
  }
}
