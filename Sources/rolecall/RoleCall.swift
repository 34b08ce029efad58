import ArgumentParser

@main
struct RoleCall: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "rolecall")
}
