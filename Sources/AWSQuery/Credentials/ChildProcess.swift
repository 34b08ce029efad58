import AWS
import Subprocess

/// Runs a command for its output, apart from the terminal and not for ever.
struct ChildProcess: Sendable {
  /// What became of it.
  enum Outcome: Hashable, Sendable {
    case output(String)
    case notFound
    case failed(reason: String)
    case timedOut
    case cancelled
  }

  private static let outputLimit = 64 << 10

  let words: [String]
  let variables: [String: String]
  let limit: Duration

  /// Runs the command in a session of its own, so that it cannot take the terminal; what it says on standard error goes
  /// nowhere, since it may hold secrets.
  func run(timing: Timing) async -> Outcome {
    await withTaskGroup(of: Outcome.self) { group in
      group.addTask { await output() }
      group.addTask {
        do {
          try await timing.sleep(limit)
          return .timedOut
        } catch {
          return .cancelled
        }
      }
      let first = await group.next() ?? .cancelled
      group.cancelAll()
      return Task.isCancelled ? .cancelled : first
    }
  }

  private func output() async -> Outcome {
    guard let command = words.first else { return .notFound }
    var options = PlatformOptions()
    options.createSession = true
    // Children of the command hold its output open, so they go with it.
    options.teardownSequence = [
      .send(signal: .terminate, toProcessGroup: true, allowedDurationToNextStep: .milliseconds(500)),
      .send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .milliseconds(500)),
    ]
    do {
      let result = try await Subprocess.run(
        command.contains("/") ? .path(Self.literal(command)) : .name(command),
        arguments: Arguments(Array(words.dropFirst())),
        environment: .custom(
          Dictionary(uniqueKeysWithValues: variables.map { (Environment.Key(stringLiteral: $0), $1) })
        ),
        platformOptions: options,
        input: .none,
        output: .string(limit: Self.outputLimit),
        error: .discarded
      )
      guard result.terminationStatus.isSuccess else {
        return .failed(reason: Self.sentence(result.terminationStatus))
      }
      return .output(result.standardOutput)
    } catch let error as SubprocessError where error.code == .executableNotFound {
      return .notFound
    } catch let error as SubprocessError where error.code == .outputLimitExceeded {
      return .failed(reason: "it says more than \(Self.outputLimit) bytes")
    } catch {
      return .failed(reason: "it cannot be run")
    }
  }

  private static func sentence(_ status: TerminationStatus) -> String {
    switch status {
    case .exited(let code): "it ended with status \(code)"
    case .signaled(let signal): "it was ended by signal \(signal)"
    }
  }

  /// Makes a value of a type that Subprocess takes as a literal: its path type lives in a module that is not ours to import.
  private static func literal<Value: ExpressibleByStringLiteral>(_ text: String) -> Value
  where Value.StringLiteralType == String { Value(stringLiteral: text) }
}
