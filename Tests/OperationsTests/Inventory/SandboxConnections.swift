import Foundation
import Sandbox

@testable import Operations

/// A context on a sandbox, changed as a test wishes, with a switchboard of its own.
struct SandboxConnections {
  let switchboard: Switchboard
  let connections: Connections
  let context: Context

  init(
    _ sandbox: SandboxServer,
    variables more: [String: String] = [:],
    _ change: (inout Context) -> Void = { _ in }
  ) throws {
    var variables = Dictionary(uniqueKeysWithValues: sandbox.exports.map { ($0.name, $0.value) })
    variables.merge(more) { _, new in new }
    guard let configuration = try ConfigurationFile(option: nil, environment: variables)?.read() else {
      throw OperatorError(sentence: "the sandbox wrote no configuration")
    }
    var context = try configuration.context()
    change(&context)
    switchboard = try Switchboard(variables: variables, ask: { _ in nil }, now: { Date() })
    connections = switchboard.connections(context)
    self.context = context
  }

  var reader: InventoryReader { InventoryReader(connections) }
}
