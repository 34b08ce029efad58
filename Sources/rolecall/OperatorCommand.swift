import ArgumentParser

/// A command that reads, prints and ends.
protocol OperatorCommand: ParsableCommand, Sendable {
  var options: GlobalOptions { get }

  /// Does the command's work; what is thrown is told on standard error.
  func perform(in surroundings: Surroundings) async throws -> ExitStatus
}
