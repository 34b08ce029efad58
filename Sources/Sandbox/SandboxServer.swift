/// A simulated organization, CloudFormation and appliance over loopback.
package final class SandboxServer: Sendable {
  package let world: World
  /// `http://127.0.0.1:PORT`, for all AWS services.
  package let awsURL: String
  /// The simulated appliance; tests put it into outages.
  package let appliance: ApplianceServer
  /// What a shell needs to point RoleCall, any AWS SDK or the AWS command line at the sandbox, in this order.
  package let exports: [(name: String, value: String)]

  private let aws: LoopbackHost
  private let folder: SandboxFolder

  private init(
    world: World,
    aws: LoopbackHost,
    awsURL: String,
    appliance: ApplianceServer,
    folder: SandboxFolder,
    exports: [(String, String)]
  ) {
    self.world = world
    self.aws = aws
    self.appliance = appliance
    self.awsURL = awsURL
    self.folder = folder
    self.exports = exports.map { (name: $0.0, value: $0.1) }
  }

  /// Builds the world and starts all servers; returns when they listen.
  ///
  /// - Parameter options: The world's shape.
  /// - Returns: The running sandbox; ``stop()`` ends it.
  /// - Throws: ``SandboxError``, and then nothing is left behind.
  package static func start(_ options: SandboxOptions) async throws(SandboxError) -> SandboxServer {
    let world = World(options)
    let faults = FaultPlan(options.faults)
    let endpoint = AWSEndpoint(world: world, options: options, faults: faults)
    let aws = LoopbackHost { await endpoint.answer($0) }
    let port: Int
    let appliance: ApplianceServer
    do {
      port = try await aws.start(port: options.port)
      appliance = try await ApplianceServer.start(
        world: world,
        faults: faults,
        latency: options.latency,
        slowness: options.slowness
      )
    } catch {
      await aws.stop()
      throw .server("\(error)")
    }
    let awsURL = "http://127.0.0.1:\(port)"
    let keys = await world.keys
    do throws(SandboxError) {
      let settings = SandboxFolder.Settings(
        awsURL: awsURL,
        applianceURL: appliance.url,
        applianceSHA256: appliance.fingerprint,
        region: "eu-west-1",
        keepsRates: options.throttle
      )
      let folder = try SandboxFolder(settings, keys: keys)
      return SandboxServer(
        world: world,
        aws: aws,
        awsURL: awsURL,
        appliance: appliance,
        folder: folder,
        exports: Self.exports(settings, keys: keys, folder: folder)
      )
    } catch {
      await aws.stop()
      await appliance.stop()
      throw error
    }
  }

  /// Stops the servers and removes the temporary folder.
  package func stop() async {
    await aws.stop()
    await appliance.stop()
    folder.remove()
  }

  private static func exports(
    _ settings: SandboxFolder.Settings,
    keys: WorldState.Keys,
    folder: SandboxFolder
  ) -> [(String, String)] {
    [
      ("AWS_ENDPOINT_URL", settings.awsURL),
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
  }
}
