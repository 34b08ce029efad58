import FoundationEssentials

/// A simulated organization, CloudFormation and appliance over loopback.
package final class SandboxServer: Sendable {
  package let world: World
  package let appliance: ApplianceServer
  /// `http://127.0.0.1:PORT`, for all AWS services.
  package let awsURL: String
  /// What a shell needs to point RoleCall, any AWS SDK or the AWS command line at the sandbox, in this order.
  package let exports: [(name: String, value: String)]

  /// An archive of 50 MB in base64, and what surrounds it.
  private static let largestUpload = 72 * 1_048_576

  private let aws: LoopbackHost
  private let functions: FunctionServers
  private let folder: SandboxFolder

  /// Builds the world and starts all servers; returns when they listen and the scenario is reached.
  ///
  /// - Parameter options: The world's shape.
  /// - Returns: The running sandbox; ``stop()`` ends it.
  /// - Throws: ``SandboxError``, and then nothing is left behind.
  package static func start(_ options: SandboxOptions) async throws(SandboxError) -> SandboxServer {
    let world = World(options)
    let faults = FaultPlan(options.faults)
    let endpoint = AWSEndpoint(world: world, options: options, faults: faults)
    let identity = IdentityServer(world: world, faults: faults, slowness: options.slowness)
    let guests = GuestDesk(world: world)
    let aws = LoopbackHost(largestBody: largestUpload) { request in
      if let reply = await identity.answer(request) { return reply }
      if let reply = world.answers.reply(to: request) { return reply }
      if let reply = await guests.answer(request) { return reply }
      var reply = await endpoint.answer(request)
      // Clients that are told apart from the services' time correct theirs by the answer's date.
      reply.clockOffset += options.clock.now.timeIntervalSince(Date())
      return reply
    }
    let awsURL: String
    let appliance: ApplianceServer
    let functions = FunctionServers(world, endpoint: endpoint)
    do {
      awsURL = "http://127.0.0.1:\(try await aws.start(port: options.port))"
      try await functions.start(awsURL: awsURL)
      appliance = try await ApplianceServer.start(
        world: world,
        options: ScenarioDeployment.appliance(options),
        faults: faults,
        latency: options.latency,
        slowness: options.slowness
      )
    } catch {
      await functions.stop()
      await aws.stop()
      throw .server("\(error)")
    }
    do throws(SandboxError) {
      try await ScenarioDeployment(world: world, options: options, appliance: appliance).reach()
      options.clock.catchUp()
      return try await SandboxServer(
        world: world,
        appliance: appliance,
        aws: aws,
        functions: functions,
        awsURL: awsURL,
        options: options
      )
    } catch {
      await world.stop()
      await appliance.stop()
      await functions.stop()
      await aws.stop()
      throw error
    }
  }

  private init(
    world: World,
    appliance: ApplianceServer,
    aws: LoopbackHost,
    functions: FunctionServers,
    awsURL: String,
    options: SandboxOptions
  ) async throws(SandboxError) {
    let keys = await world.keys
    let settings = SandboxFolder.Settings(
      awsURL: awsURL,
      applianceURL: appliance.url,
      applianceSHA256: appliance.fingerprint,
      region: await world.homeRegion,
      keepsRates: options.throttle,
      secret: options.functions == nil ? BackupAccountBuilder.credentialSecret : nil
    )
    folder = try SandboxFolder(settings, keys: keys)
    exports = [
      ("AWS_ENDPOINT_URL", awsURL),
      ("AWS_ACCESS_KEY_ID", keys.organizationAdministrator.accessKeyID),
      ("AWS_SECRET_ACCESS_KEY", keys.organizationAdministrator.secretAccessKey),
      ("AWS_REGION", settings.region),
      ("AWS_DEFAULT_REGION", settings.region),
      ("AWS_EC2_METADATA_DISABLED", "true"),
      ("AWS_CONFIG_FILE", folder.path(.awsConfig)),
      ("AWS_SHARED_CREDENTIALS_FILE", folder.path(.awsCredentials)),
      ("ROLECALL_CONFIG", folder.path(.configuration)),
      ("ROLECALL_APPLIANCE_URL", settings.applianceURL),
      ("ROLECALL_APPLIANCE_SHA256", settings.applianceSHA256),
    ]
    self.world = world
    self.appliance = appliance
    self.aws = aws
    self.functions = functions
    self.awsURL = awsURL
  }

  /// Removes the temporary folder, for a process that ends now and takes the servers with it.
  ///
  /// Nothing waits for clients, and none can connect to a server that is just being stopped: swift-nio traps when such a
  /// connection is dropped (`NIOAsyncWriter`, "deinited without calling finish").
  package func leave() { folder.remove() }

  /// Stops the servers and removes the temporary folder.
  package func stop() async {
    await world.stop()
    await functions.stop()
    await appliance.stop()
    await aws.stop()
    folder.remove()
  }
}
