import FoundationEssentials

/// Processes of somebody else's that run a function.
extension Executions {
  /// Makes room for a guest that polls for one version of a function, and tells what its environment must hold.
  ///
  /// From then on the sandbox starts no environment of its own for that version. The address has a port of its own:
  /// several runtime clients take `AWS_LAMBDA_RUNTIME_API` apart into host and port.
  ///
  /// - Parameter version: The version it will run.
  /// - Returns: The variables, `AWS_LAMBDA_RUNTIME_API` among them; nil when the sandbox does not serve.
  /// - Throws: ``LoopbackError`` when no port can be had.
  func welcome(_ version: FunctionVersion) async throws -> [String: String]? {
    guard let world, let addresses else { return nil }
    let guest: ExecutionPool.Guest
    if let known = pool(version).guest {
      guest = known
    } else {
      let environment = makeEnvironment(version, isGuest: true)
      let (id, api) = (environment.id, RuntimeAPI(executions: self))
      let server = LoopbackHost(largestBody: RuntimeAPI.largestBody, endsWithClient: true) {
        await api.answer($0, environment: id)
      }
      let port = try await server.start()
      guest = ExecutionPool.Guest(environment: environment, server: server, port: port)
      environment.credentials = await world.executionSession(of: version)
      let pool = pool(version)
      pool.guest = guest
      pool.environments.append(environment)
    }
    guard let credentials = guest.environment.credentials else { return nil }
    return EnvironmentVariables(version: version, logStream: guest.environment.logStream)
      .all(credentials, addresses, runtime: "127.0.0.1:\(guest.port)")
  }
}
