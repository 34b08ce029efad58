import Foundation
import TestSupport

@testable import Sandbox

extension SandboxClock {
  /// Virtual time from a fixed moment.
  static var virtual: SandboxClock { .virtual(from: Date(timeIntervalSince1970: 1_795_500_544)) }
}

/// Runs `body` with a serving sandbox whose functions are `function`'s, and a probe of it, in virtual time.
func withLambda<Value: Sendable>(
  _ function: ScriptedFunction?,
  _ lambda: LambdaOptions = LambdaOptions(),
  faults: [Fault] = [],
  _ body: @escaping @Sendable (EndpointProbe, SandboxServer) async throws -> Value
) async throws -> Value {
  let options = SandboxOptions(
    // Nothing deployed: the functions are the test's own.
    scenario: .fresh,
    accounts: 20,
    faults: faults,
    clock: .virtual,
    functions: function?.host,
    lambda: lambda
  )
  return try await withTimeout {
    try await withSandbox(options) { sandbox in
      try await body(await EndpointProbe(options, world: sandbox.world), sandbox)
    }
  }
}

/// Any JSON; the appliance's tests have a value of their own of that name.
typealias WireJSON = Sandbox.JSONValue
