import Testing

@testable import rolecall

struct HelpTests {
  @Test(
    arguments: [
      [], ["sandbox"], ["tree"], ["accounts"], ["account"], ["roles"], ["whoami"], ["contexts"], ["contexts", "use"],
      ["trust"], ["login"], ["doctor"], ["setup"], ["deploy", "lambdas"], ["deploy", "roles"], ["teardown"],
      ["templates", "show"], ["policy"],
    ]
  )
  func `help is as recorded`(command: [String]) async throws {
    let run = await Run(command + ["--help"])
    #expect(run.status == .fine)
    try Golden.expect(run.output, named: "help\(command.map { "-\($0)" }.joined()).txt")
  }

  @Test func `the manual page names every command and option of the help`() async throws {
    let run = await Run(["man"])
    try Golden.expect(run.output, named: "rolecall.1")
    for word in [
      "sandbox", "tree", "accounts", "account", "roles", "whoami", "contexts use", "trust", "login", "doctor", "setup",
      "deploy lambdas", "deploy roles", "teardown", "templates show", "policy",
    ] {
      #expect(run.output.contains(".SS \(word)"))
    }
    #expect(!run.output.contains(".SS man"))
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func `a completion script is printed`(shell: String) async {
    let run = await Run(["--generate-completion-script", shell])
    #expect(run.status == .fine)
    #expect(run.output.contains("rolecall"))
    #expect(run.output.contains("accounts"))
  }

  @Test(
    arguments: [
      ("90", Duration.seconds(90)), ("90s", .seconds(90)), ("200ms", .milliseconds(200)), ("1.5m", .seconds(90)),
      ("2h", .seconds(7_200)), ("0", .zero),
    ]
  )
  func `a time is a number and a unit`(text: String, duration: Duration) {
    #expect(TimeSpan(argument: text)?.duration == duration)
  }

  @Test(arguments: ["", "s", "-1s", "soon", "1d", "1e99"])
  func `what is no time is refused`(text: String) {
    #expect(TimeSpan(argument: text) == nil)
  }
}
