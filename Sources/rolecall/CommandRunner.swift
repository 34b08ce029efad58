import ArgumentParser
import Operations
import Store
import Terminal

/// Runs a command from its arguments to its exit status, on given surroundings.
enum CommandRunner {
  /// What became of the arguments.
  enum Parsed {
    case command(any ParsableCommand)
    /// Answered already: help, a version, a completion script, or a complaint.
    case answered(ExitStatus)
  }

  static func parse(_ arguments: [String], in surroundings: Surroundings) -> Parsed {
    do {
      var command = try RoleCall.parseAsRoot(arguments)
      if command is any OperatorCommand || command is SandboxRun || command is RoleCall { return .command(command) }
      // argument-parser's own `help`, whose answer is what it throws.
      try command.run()
      return .answered(.fine)
    } catch {
      // argument-parser's own status for wrong usage is 64; ours is 2.
      let status: ExitStatus = RoleCall.exitCode(for: error) == .success ? .fine : .misused
      let text = RoleCall.fullMessage(for: error, columns: surroundings.output.columns ?? 80)
      let stream = status == .fine ? surroundings.output : surroundings.errors
      // Nobody reads: the status still says how it went.
      _ = try? stream.write(text + "\n")
      return .answered(status)
    }
  }

  /// Performs a command, and tells what went wrong as one sentence and a way out.
  static func perform(_ command: any OperatorCommand, in surroundings: Surroundings) async -> ExitStatus {
    await run(in: surroundings) { try await command.perform(in: surroundings) }
  }

  static func run(in surroundings: Surroundings, _ body: () async throws -> ExitStatus) async -> ExitStatus {
    do {
      return try await body()
    } catch {
      return status(of: error, in: surroundings)
    }
  }

  static func status(of error: any Error, in surroundings: Surroundings) -> ExitStatus {
    func tell(_ sentence: String, _ nextStep: String?, _ status: ExitStatus, example: String? = nil) -> ExitStatus {
      // With standard error gone there is nobody left to tell; the exit status still says it.
      _ = try? surroundings.tell(sentence, nextStep: nextStep, example: example)
      return status
    }
    switch error {
    case is StreamClosed: return .fine
    case is CancellationError: return .interrupted
    case let error as OperatorError:
      let status = ExitStatus(rawValue: error.exitStatus) ?? .failed
      return tell(error.sentence, error.nextStep, status, example: error.example)
    case let error as ConfigurationError: return tell(error.sentence, error.nextStep, .misused)
    case let error as TerminalError: return tell(error.sentence, error.nextStep, .misused)
    case let error as DescriptorStream.WriteFailed: return tell(error.sentence, nil, .failed)
    case let error as StoreError: return tell(error.sentence, nil, .failed)
    default: return tell("\(error)", nil, .failed)
    }
  }
}
