import ArgumentParser

/// `rolecall` without a command: the console.
struct RoleCall: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rolecall",
    abstract: "Keep the backup roles of a whole AWS organization deployed, registered and healthy.",
    usage: "rolecall [<options>] [<command>]",
    discussion: """
      Without a command the console opens. `rolecall sandbox` tries everything out on a simulated organization: no \
      account, no credential, no network.

      Exit status: 0 fine, 1 failed, 2 used wrongly, 3 partial (a source could not be read), 4 --check found accounts \
      that are not ready, 130 interrupted.
      """,
    version: "0.1.0",
    subcommands: [
      SandboxRun.self, TreeShow.self, AccountsList.self, AccountShow.self, RolesList.self, IdentityShow.self,
      ContextsList.self, CertificateTrust.self, SignInStart.self, DoctorRun.self, SetupRun.self, DeployRun.self,
      TeardownRun.self, TemplatesCommand.self, PolicyPrint.self, ManualPrint.self,
    ]
  )

  @OptionGroup var options: GlobalOptions

  @OptionGroup var console: ConsoleFlags
}
