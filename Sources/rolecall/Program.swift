import ArgumentParser
import Dispatch
import FoundationEssentials
import Glibc
import Sandbox
import Synchronization
import Terminal

/// The program's entry: synchronous, since the console owns the main thread.
@main
enum Program {
  static func main() {
    TerminalProcess.keepMemorySmall()
    if opensConsole(CommandLine.arguments) { TerminalProcess.quietBacktraces() }
    // Whoever reads our output may leave early, as `head` does: that is an error of `write`, not an end by a signal.
    signal(SIGPIPE, SIG_IGN)
    let surroundings = Surroundings(
      variables: variables(),
      output: DescriptorStream.standardOutput,
      errors: DescriptorStream.standardError,
      ask: { await TerminalQuestion.ask($0) },
      askSecret: { await TerminalQuestion.ask($0, isSecret: true) },
      now: { Date() }
    )
    switch CommandRunner.parse(Array(CommandLine.arguments.dropFirst()), in: surroundings) {
    case .answered(let status): exit(status.rawValue)
    case .command(let command): exit(run(command, in: surroundings))
    }
  }

  /// A guess before anything is parsed, since parsing twice would be seen in the time to the first frame; a wrong one only
  /// starts the program over for nothing.
  private static func opensConsole(_ arguments: [String]) -> Bool {
    guard arguments.count > 1 else { return true }
    return arguments[1].hasPrefix("-") || arguments[1] == "sandbox"
  }

  /// The process's variables, with the user's name as the system knows it: role sessions are named after it.
  private static func variables() -> [String: String] {
    var variables = ProcessInfo.processInfo.environment
    if let entry = getpwuid(getuid()), let name = entry.pointee.pw_name { variables["USER"] = String(cString: name) }
    return variables
  }

  private static func run(_ command: any ParsableCommand, in surroundings: Surroundings) -> Int32 {
    switch command {
    case let command as any OperatorCommand:
      return untilInterrupted { await CommandRunner.perform(command, in: surroundings) }
    case let sandbox as SandboxRun where sandbox.isServing:
      return untilInterrupted {
        await CommandRunner.run(in: surroundings) { try await sandbox.serve(in: surroundings) }
      }
    case let sandbox as SandboxRun:
      TerminalProcess.prepare()
      return attempt(in: surroundings) { try openConsole(on: sandbox, in: surroundings) }
    case let root as RoleCall:
      TerminalProcess.prepare()
      return attempt(in: surroundings) {
        try ConsoleRun(options: root.options, hasMouse: root.console.hasMouse, surroundings: surroundings).run()
      }
    default: return ExitStatus.misused.rawValue
    }
  }

  private static func attempt(in surroundings: Surroundings, _ body: () throws -> Int32) -> Int32 {
    do { return try body() } catch { return CommandRunner.status(of: error, in: surroundings).rawValue }
  }

  private static func openConsole(on sandbox: SandboxRun, in surroundings: Surroundings) throws -> Int32 {
    guard surroundings.output.isTerminal else { throw TerminalError.notATerminal }
    let server = try Blocking.wait { try await sandbox.start() }
    defer { server.leave() }
    let inside = SandboxRun.surroundings(of: server, in: surroundings)
    return try ConsoleRun(options: sandbox.insideOptions, hasMouse: sandbox.console.hasMouse, surroundings: inside)
      .run()
  }

  /// Runs `body` while the main thread waits; INT, TERM and HUP cancel it, a second one ends the process at once.
  private static func untilInterrupted(_ body: @escaping @Sendable () async -> ExitStatus) -> Int32 {
    Interruption.hold()
    let ended = DispatchSemaphore(value: 0)
    let status = Mutex(ExitStatus.failed)
    let interruptions = Mutex(0)
    let task = Task {
      let result = await body()
      status.withLock { $0 = result }
      ended.signal()
    }
    Interruption.watch { _ in
      let count = interruptions.withLock { count in
        count += 1
        return count
      }
      if count > 1 { _exit(ExitStatus.interrupted.rawValue) }
      task.cancel()
    }
    ended.wait()
    return status.withLock { $0 }.rawValue
  }
}
