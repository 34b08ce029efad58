import AWS
import AWSQuery
package import Fleet
import FoundationEssentials
import Synchronization
import Transport
import Veeam

/// From a context to working clients: the two hats' AWS connections, and the appliance.
package final class Connections: Sendable {
  package let context: Context
  let session = Session()
  private let switchboard: Switchboard
  private let madeAppliance = Mutex<Appliance?>(nil)
  private let madeRoad = Mutex<FunctionRoad?>(nil)

  init(context: Context, switchboard: Switchboard) {
    self.context = context
    self.switchboard = switchboard
  }

  var governor: Governor { switchboard.governor }

  func now() -> Date { switchboard.now() }

  // MARK: AWS

  /// The connection of a hat: with its profile for looking, or with the one for changing, if it has one of its own.
  func aws(_ hat: Hat, isWriting: Bool = false) throws(AWSError) -> AWSConnection {
    try switchboard.connection(line(hat, isWriting: isWriting))
  }

  private func line(_ hat: Hat, isWriting: Bool = false) -> Switchboard.Line {
    let keepsRates = context.rates == .documented
    switch hat {
    case .organization:
      let organization = context.organization
      return .init(
        profile: isWriting ? organization.writeProfile ?? organization.profile : organization.profile,
        region: organization.region?.rawValue,
        keepsRates: keepsRates
      )
    case .backup:
      let backup = context.backup
      return .init(
        profile: isWriting ? backup?.writeProfile ?? backup?.profile : backup?.profile,
        region: backup?.region?.rawValue,
        keepsRates: keepsRates
      )
    }
  }

  /// Who the service says we are with that hat on.
  package func identity(
    of hat: Hat,
    within limit: Duration? = nil
  ) async -> Result<CallerIdentity, SourceProblem> {
    do {
      return .success(try await TimeLimit.run(limit) { try await self.callerIdentity(of: hat) })
    } catch {
      return .failure(SourceProblem(error) ?? SourceProblem(kind: .other, sentence: "cancelled"))
    }
  }

  private func callerIdentity(of hat: Hat) async throws -> CallerIdentity {
    let identity = try await STS(aws(hat)).getCallerIdentity()
    guard let account = AccountID(rawValue: identity.account) else {
      throw SourceProblem(kind: .other, sentence: "STS names an account that is none: \(identity.account)")
    }
    return CallerIdentity(account: account, arn: identity.arn)
  }

  /// Tells whose answers the facts of `sources` will be.
  ///
  /// Silent about failures: the source's own calls fail for the same reason and say so. Facts do not wait long for it.
  func tellIdentity(of hat: Hat, for sources: [SourceName], _ tell: @Sendable (InventoryEvent) -> Void) async {
    let identity = try? await TimeLimit.run(.seconds(5)) { [session] in
      try await session.identity(of: hat, at: self.now()) { try await self.callerIdentity(of: hat) }
    }
    guard let identity, !Task.isCancelled else { return }
    for source in sources { tell(.identity(source, identity)) }
  }

  // MARK: Appliance

  /// The road to the appliance that the context names, the same for the whole run.
  func applianceRoad() throws -> any ApplianceRoad {
    guard context.appliance?.via == .function else { return DirectRoad(appliance: try appliance()) }
    return try madeRoad.withLock { made in
      if let made { return made }
      let road = FunctionRoad(Lambda(try aws(.backup))) { [self] in
        try await stackOutput("ConfiguratorOpsArn", for: "appliance: { via: function }")
      }
      made = road
      return road
    }
  }

  /// The appliance's client, the same for the whole run so that its session is kept.
  func appliance() throws -> Appliance {
    guard let settings = context.appliance else {
      throw SourceProblem.notConfigured(.appliance, key: "appliance", context: context.name)
    }
    guard settings.via == .direct else {
      throw SourceProblem(
        kind: .other,
        sentence: "context \(context.name) reaches its appliance through the configurator function, which only reads, "
          + "pings and registers",
        nextStep: "do this where the appliance can be reached, with via: direct"
      )
    }
    return madeAppliance.withLock { made in
      if let made { return made }
      let appliance = Appliance(
        address: settings.address,
        configuration: switchboard.senders.configuration(trust: settings.trust),
        governor: governor
      ) { [self] in try await credential(settings) }
      made = appliance
      return appliance
    }
  }

  /// The appliance, signed in to as somebody else than for looking; the caller signs out.
  func appliance(as credential: ApplianceCredential) throws -> Appliance {
    guard let settings = context.appliance else {
      throw SourceProblem.notConfigured(.appliance, key: "appliance", context: context.name)
    }
    return Appliance(
      address: settings.address,
      configuration: switchboard.senders.configuration(trust: settings.trust),
      governor: governor
    ) { credential }
  }

  private func credential(_ settings: ApplianceSettings) async throws -> ApplianceCredential {
    let id: String?
    if let secret = settings.readSecret { id = secret } else { id = try await credentialSecret() }
    guard let id else {
      throw SourceProblem(
        kind: .notConfigured,
        sentence: "not configured: context \(context.name) names no secret to sign in to the appliance with",
        nextStep: "add backup: { secret: NAME }, or appliance: { signIn: { read: NAME } }"
      )
    }
    let value = try await SecretsManager(aws(.backup)).getSecretValue(id)
    return try ApplianceCredential(secret: value, id: id)
  }

  /// Name or ARN of the secret with the appliance's credential: the context's, else the Lambdas stack's output; nil
  /// where the context names neither.
  func credentialSecret() async throws -> String? {
    guard let backup = context.backup else { return nil }
    if let secret = backup.secret { return secret }
    guard backup.lambdasStack != nil else { return nil }
    return try await stackOutput("SecretArn", for: "backup: { secret: NAME }")
  }

  /// An output of the Lambdas stack; `setting` is what of the context needs it, or could stand for it.
  private func stackOutput(_ name: String, for setting: String) async throws -> String {
    guard let stack = context.backup?.lambdasStack else {
      throw SourceProblem(
        kind: .notConfigured,
        sentence: "not configured: context \(context.name) names no Lambdas stack, which \(setting) needs",
        nextStep: "add backup: { lambdasStack: NAME } to the context"
      )
    }
    for try await page in try CloudFormation(aws(.backup)).describeStacks(named: stack) {
      if let value = page.items.first?.outputs[name] { return value }
    }
    throw SourceProblem(
      kind: .notFound,
      sentence: "stack \(stack) has no output \(name)",
      nextStep: name == "SecretArn"
        ? "add \(setting) to the context" : "rolecall deploy lambdas brings it to this release"
    )
  }

  /// Ends the appliance's session, if there is one; the appliance ends a session that was left by itself.
  func signOut() async {
    guard let appliance = madeAppliance.withLock({ $0 }) else { return }
    try? await TimeLimit.run(.milliseconds(500)) { try await appliance.signOut() }
  }

  // MARK: Signing in

  /// Signs in by a browser with the profile of that hat.
  package func signIn(as hat: Hat, within limit: Duration? = nil) -> AsyncStream<SignIn.Step> {
    SignIn(switchboard: switchboard, line: line(hat)).steps(within: limit)
  }
}
