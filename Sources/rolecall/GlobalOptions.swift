import ArgumentParser
import Fleet
import Operations

/// Options that every command takes, before or behind its name.
struct GlobalOptions: ParsableArguments {
  @Option(name: [.short, .long], help: "Format of the results.")
  var output: OutputFormat = .table

  @Option(help: ArgumentHelp("Work in this context instead of the current one.", valueName: "name"))
  var context: String?

  @Option(
    help: ArgumentHelp(
      "Read this configuration instead of $ROLECALL_CONFIG or $XDG_CONFIG_HOME/rolecall/config.yaml.",
      valueName: "file"
    ),
    completion: .file(extensions: ["yaml", "yml"])
  )
  var config: String?

  @Option(help: ArgumentHelp("Read the organization with this AWS profile.", valueName: "name"))
  var profile: String?

  @Option(help: ArgumentHelp("Read the organization in this region.", valueName: "name"))
  var region: String?

  @Flag(name: .customLong("no-color"), help: "No colours, as with NO_COLOR.")
  var hasNoColor = false

  @Option(
    help: ArgumentHelp("Append what goes over the wire, without secrets, to this file.", valueName: "file"),
    completion: .file()
  )
  var log: String?

  @Option(help: ArgumentHelp("Time between refreshes of the console, such as 60s; 0: only with R.", valueName: "time"))
  var refresh = TimeSpan(.seconds(60))

  @Option(help: ArgumentHelp("Time that a whole command may take, such as 90s.", valueName: "time"))
  var timeout: TimeSpan?

  @Flag(name: .customLong("cached"), help: "Show the last snapshot instead of asking anyone.")
  var isCached = false

  @Flag(name: .customLong("read-only"), help: "Offer nothing that changes anything, whatever the configuration says.")
  var isReadOnly = false
}

/// Options of the commands that open the console.
struct ConsoleFlags: ParsableArguments {
  @Flag(
    name: .customLong("mouse"),
    help: "Let the console take the mouse; the terminal's own selection then needs shift."
  )
  var hasMouse = false
}

extension GlobalOptions {
  /// The context as the configuration has it, changed by what the command line says.
  func applied(to context: Context) -> Context {
    var context = context
    if let profile { context.organization.profile = profile }
    if let region { context.organization.region = .init(rawValue: region) }
    if isReadOnly { context.access = .readOnly }
    return context
  }
}
