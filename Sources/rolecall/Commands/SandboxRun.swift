import ArgumentParser
import FoundationEssentials
import Operations
import Sandbox

/// `rolecall sandbox`.
struct SandboxRun: ParsableCommand, Sendable {
  static let configuration = CommandConfiguration(
    commandName: "sandbox",
    abstract: "Simulate an organization, CloudFormation and an appliance, and open the console on them.",
    discussion: """
      Nothing is needed for it: no account, no credential, no network. The scenario is reached by deploying the shipped \
      templates and running the shipped functions; organizations of more than 500 accounts are furnished as if that \
      had been done. With --serve it only serves, and prints what to export, once the scenario is reached, so that any \
      AWS SDK or the AWS command line can be pointed at it.
      """
  )

  @OptionGroup var options: GlobalOptions

  @Flag(name: .customLong("serve"), help: "Only serve: print export lines and run until interrupted.")
  var isServing = false

  @Option(help: ArgumentHelp("Port of the AWS endpoint on 127.0.0.1; 0 takes a free one.", valueName: "port"))
  var port: UInt16 = 0

  @Option(help: ArgumentHelp("How many accounts the organization has.", valueName: "number"))
  var accounts: Int?

  @Option(help: ArgumentHelp("Equal seeds make equal worlds.", valueName: "number"))
  var seed: UInt64 = 1

  @Option(help: "What the organization looks like.")
  var scenario: Scenario = .onboarding

  @Option(
    help: ArgumentHelp("Wait before every answer, such as 200ms.", valueName: "time"),
    transform: { text in try refusing { () throws(SandboxError) in try SandboxOptions.latency(parsing: text) } }
  )
  var latency: Duration = .zero

  @Flag(name: .customLong("throttle"), help: "Keep the rates that AWS documents.")
  var isThrottled = false

  @Option(
    help: ArgumentHelp(
      "Go wrong on purpose: SERVICE[.Operation]=KIND[@N]; may be given several times.",
      valueName: "fault"
    ),
    transform: { text in try refusing { () throws(SandboxError) in try Fault(parsing: text) } }
  )
  var fault: [Fault] = []

  @Flag(name: .customLong("no-paths"), help: "Leave out Paths and Path, as older partitions do.")
  var hasNoPaths = false

  @Flag(name: .customLong("deploy"), help: "Deploy to every account, however many there are.")
  var deploysAll = false

  @Flag(name: .customLong("furnished"), help: "Furnish the world as if everything had been deployed, which is quicker.")
  var isFurnished = false

  @OptionGroup var console: ConsoleFlags

  func validate() throws {
    if deploysAll, isFurnished { throw ValidationError("--deploy and --furnished exclude each other") }
    if let accounts, !(0...100_000).contains(accounts) {
      throw ValidationError("--accounts takes a number from 0 to 100000")
    }
  }

  /// The world's history begins a day ago, so that what was deployed has an age.
  var sandbox: SandboxOptions {
    SandboxOptions(
      scenario: scenario,
      accounts: accounts,
      seed: seed,
      port: Int(port),
      latency: latency,
      throttle: isThrottled,
      faults: fault,
      paths: !hasNoPaths,
      clock: isFurnished ? .system : .catchingUp(from: Date().addingTimeInterval(-86_400)),
      functions: isFurnished ? nil : .functions,
      deploysAll: deploysAll
    )
  }

  /// Starts the servers, prints what to export once all listen, and serves until the task is cancelled.
  func serve(in surroundings: Surroundings) async throws -> ExitStatus {
    let server = try await start()
    do {
      try surroundings.output.write(server.exports.map { "export \($0.name)=\($0.value)\n" }.joined())
    } catch {
      server.leave()
      throw error
    }
    await Cancellation.wait()
    server.leave()
    return .fine
  }

  /// The options of a console on the sandbox: what names the user's own accounts does not reach inside.
  var insideOptions: GlobalOptions {
    var options = options
    options.config = nil
    options.context = nil
    options.profile = nil
    options.region = nil
    return options
  }

  /// The surroundings of a console on that sandbox: none of the user's own AWS settings, and state that goes with it.
  static func surroundings(of server: SandboxServer, in surroundings: Surroundings) -> Surroundings {
    var variables = surroundings.variables.filter { !$0.key.hasPrefix("AWS_") }
    for export in server.exports { variables[export.name] = export.value }
    if let configuration = variables["ROLECALL_CONFIG"], let slash = configuration.lastIndex(of: "/") {
      variables["XDG_STATE_HOME"] = configuration[..<slash] + "/state"
    }
    return surroundings.with(variables: variables)
  }

  func start() async throws -> SandboxServer {
    do throws(SandboxError) {
      return try await SandboxServer.start(sandbox)
    } catch {
      throw OperatorError(sentence: error.sentence, nextStep: error.nextStep)
    }
  }
}

/// What the sandbox refuses is wrong usage, told in its own words.
private func refusing<Value>(_ parse: () throws(SandboxError) -> Value) throws -> Value {
  do throws(SandboxError) { return try parse() } catch {
    throw ValidationError("\(error.sentence); \(error.nextStep)")
  }
}

extension Scenario: ExpressibleByArgument {}
