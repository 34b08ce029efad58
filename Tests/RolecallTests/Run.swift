import Foundation
import Operations
import Sandbox
import TestSupport

@testable import rolecall

/// `ExitStatus` alone would be swift-testing's.
typealias Ending = rolecall.ExitStatus

/// One run of the program in this process: its arguments and variables, what it wrote, how it ended.
struct Run {
  let status: Ending
  let output: String
  let errors: String

  /// Every run is at this moment: times in goldens do not move.
  static let now = Date(timeIntervalSince1970: 1_793_000_000)

  init(
    _ arguments: [String],
    variables: [String: String] = [:],
    isTerminal: Bool = false,
    columns: Int? = nil,
    answer: String? = nil
  ) async {
    let output = CollectingStream(isTerminal: isTerminal, columns: columns)
    let errors = CollectingStream()
    let surroundings = Surroundings(
      variables: variables,
      output: output,
      errors: errors,
      ask: { _ in answer },
      askSecret: { _ in answer },
      now: { Self.now }
    )
    switch CommandRunner.parse(arguments, in: surroundings) {
    case .answered(let status): self.status = status
    case .command(let command as any OperatorCommand):
      status = await CommandRunner.perform(command, in: surroundings)
    case .command: status = .failed
    }
    self.output = output.text
    self.errors = errors.text
  }
}

extension SandboxServer {
  var variables: [String: String] { Dictionary(uniqueKeysWithValues: exports.map { ($0.name, $0.value) }) }
}
