import FoundationEssentials

/// The servers that execution environments talk to, and the way in for guests.
struct FunctionServers: Sendable {
  private let world: World
  private let runtime: LoopbackHost
  private let secrets: LoopbackHost

  /// Servers for the functions of `world`; `endpoint` is where their extension reads secrets.
  init(_ world: World, endpoint: AWSEndpoint) {
    self.world = world
    let api = RuntimeAPI(executions: world.executions)
    let secretsExtension = SecretsExtension(executions: world.executions, endpoint: endpoint)
    runtime = LoopbackHost(largestBody: RuntimeAPI.largestBody, endsWithClient: true) { await api.answer($0) }
    secrets = LoopbackHost { await secretsExtension.answer($0) }
  }

  /// Listens and lets functions run; `awsURL` is what they are told.
  func start(awsURL: String) async throws {
    let runtimePort = try await runtime.start()
    let addresses = Executions.Addresses(
      aws: awsURL,
      runtime: "127.0.0.1:\(runtimePort)",
      extensionPort: try await secrets.start()
    )
    await world.executions.open(world, addresses)
  }

  /// Stops listening; the environments have ended before.
  func stop() async {
    await secrets.stop()
    await runtime.stop()
  }
}

/// Tells a process of somebody else's what it needs to run a function: `GET /sandbox/function-environment?function=NAME`.
///
/// The name may be an ARN and may end in `:alias` or `:version`; without an account it is the backup account's.
struct GuestDesk: Sendable {
  static let path = "/sandbox/function-environment"

  let world: World

  /// Nil for any other request.
  func answer(_ request: LoopbackRequest) async -> LoopbackReply? {
    guard request.path == Self.path else { return nil }
    do {
      let variables = try await world.welcome(guestFor: request.queryValue("function") ?? "")
      return LoopbackReply(
        status: 200,
        contentType: "application/json",
        body: JSONValue.object(variables.mapValues(JSONValue.string)).bytes
      )
    } catch {
      let reason = (error as? ServiceFailure)?.message ?? "\(error)"
      return LoopbackReply(status: 404, contentType: "text/plain", body: Array("\(reason)\n".utf8))
    }
  }
}

extension World {
  /// The environment of a process that will run a function by polling for its events.
  ///
  /// - Parameter name: The function, as callers in the backup account name it.
  /// - Returns: The variables, `AWS_LAMBDA_RUNTIME_API` among them.
  /// - Throws: When there is no such function, or the sandbox does not serve.
  package nonisolated func welcome(guestFor name: String) async throws -> [String: String] {
    let function = try FunctionReference(name, account: backupAccount, region: await homeRegion)
    let version = await perform { state, _ in state.functions[function.arn]?.version(function.qualifier) }
    guard let version else { throw ServiceFailure.noFunction(function.qualifiedARN) }
    guard let variables = try await executions.welcome(version) else {
      throw SandboxError.server("it does not serve yet")
    }
    return variables
  }

  /// Ends the execution environments of a function at once, as a crash would.
  package nonisolated func killEnvironments(of name: String) async {
    guard let function = try? FunctionReference(name, account: backupAccount, region: await homeRegion) else { return }
    await executions.kill(function: function.arn)
  }
}
