package import Sandbox

/// Runs `body` with a sandbox of its own and stops it, however `body` ends.
package func withSandbox<Value: Sendable>(
  _ options: SandboxOptions = SandboxOptions(scenario: .healthy),
  _ body: (SandboxServer) async throws -> Value
) async throws -> Value {
  let sandbox = try await SandboxServer.start(options)
  do {
    let value = try await body(sandbox)
    await sandbox.stop()
    return value
  } catch {
    await sandbox.stop()
    throw error
  }
}
