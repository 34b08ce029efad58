import AWS
import Fleet
import FoundationEssentials
import Transport
import Veeam

extension Doctor {
  // MARK: Secrets

  func secretsExam(_ roots: Roots) async -> SecretsExam {
    async let credential = fact {
      guard let id = try await connections.credentialSecret() else { throw noBackup }
      return try await secret(id)
    }
    async let signingKey = fact {
      guard let arn = try roots.stack.get().outputs["SigningSecretArn"] else {
        throw SourceProblem(
          kind: .notFound,
          sentence: "the Lambdas stack has no output SigningSecretArn",
          nextStep: "rolecall deploy lambdas"
        )
      }
      return try await secret(arn)
    }
    return await SecretsExam(
      credential: credential,
      signingKey: signingKey,
      expectedKey: roots.parameter("KmsKeyArn")
    )
  }

  private func secret(_ id: String) async throws -> SecretsExam.Secret {
    let secret = try await SecretsManager(aws(.backup)).describeSecret(id)
    return SecretsExam.Secret(
      name: secret.name,
      isBeingDeleted: secret.deletedDate != nil,
      rotates: secret.rotationEnabled ?? false,
      kmsKey: secret.kmsKeyID,
      stages: Set((secret.versionIDsToStages ?? [:]).values.flatMap(\.self))
    )
  }

  // MARK: Appliance

  func applianceExam(_ roots: Roots) async -> ApplianceExam {
    async let certificate = fact { try await self.certificate() }
    // One sign-in: the others wait for it, and a refused password is not sent again.
    let signIn = await fact { try await signedInRole() }
    async let version = fact {
      _ = try signIn.get()
      let facts = try await connections.applianceRoad().facts()
      return ApplianceExam.Version(product: facts.version, revision: facts.revision)
    }
    async let registrations = fact {
      _ = try signIn.get()
      for try await page in try connections.applianceRoad().roles() { return page.elements.count }
      return 0
    }
    async let user = fact {
      _ = try signIn.get()
      return try await functionsUser(roots)
    }
    return await ApplianceExam(
      settings: settings,
      certificate: certificate,
      signIn: signIn,
      version: version,
      registrations: registrations,
      user: user,
      functionPins: functionPins(roots),
      now: connections.now()
    )
  }

  private var settings: Fact<ApplianceExam.Settings> {
    guard let settings = connections.context.appliance else {
      return .failure(.notConfigured(.appliance, key: "appliance", context: connections.context.name))
    }
    var pins: [CertificateFingerprint] = []
    if case .pinned(let fingerprints) = settings.trust { pins = fingerprints }
    return .success(
      ApplianceExam.Settings(
        authority: settings.authority,
        isDirect: settings.via == .direct,
        pins: pins,
        hasOwnReader: settings.readSecret != nil && settings.readSecret != connections.context.backup?.secret
      )
    )
  }

  /// What the appliance presents, seen from here or by the function.
  private func certificate() async throws -> ApplianceExam.Certificate {
    guard let ping = try await pingOnRoad() else {
      let presented = try await connections.appliance().certificate()
      return ApplianceExam.Certificate(fingerprint: presented.fingerprint, notAfter: presented.notAfter)
    }
    guard let fingerprint = ping.fingerprint.flatMap(CertificateFingerprint.init),
      let notAfter = ping.certificateExpires.flatMap({ try? Date($0, strategy: .iso8601) })
    else { throw SourceProblem(kind: .other, sentence: "the function does not say which certificate it saw") }
    return ApplianceExam.Certificate(fingerprint: fingerprint, notAfter: notAfter)
  }

  /// Opens the road, and tells the role of the user who did; nil where it is not said.
  private func signedInRole() async throws -> String? {
    try await connections.applianceRoad().open()
    if let ping = try await pingOnRoad() { return ping.userRole }
    return try await connections.appliance().signIn()
  }

  /// What the configurator says, where the appliance is reached through it.
  private func pingOnRoad() async throws -> PingAnswer? {
    guard let road = try connections.applianceRoad() as? FunctionRoad else { return nil }
    return try await road.run(Errand(.ping))
  }

  private func functionsUser(_ roots: Roots) async throws -> ApplianceExam.User? {
    guard let name = roots.parameter("PortalUserName") else {
      throw SourceProblem(
        kind: .notFound,
        sentence: "the Lambdas stack does not say which user the functions sign in as",
        nextStep: "rolecall deploy lambdas"
      )
    }
    let user: PortalUser?
    if let road = try connections.applianceRoad() as? FunctionRoad {
      let page: Veeam.Page<PortalUser> = try await road.run(Errand(.users, offset: 0, limit: Errand.largestPage))
      user = page.elements.first { $0.name == name }
    } else {
      user = try await connections.appliance().user(named: name)
    }
    return user.map { ApplianceExam.User(name: $0.name, isDefault: $0.isDefault, hasSecondFactor: $0.mfaEnabled) }
  }

  private func functionPins(_ roots: Roots) -> Fact<[CertificateFingerprint]> {
    roots.stack.map { stack in
      (stack.parameters["ApplianceSha256"] ?? "").split(separator: ",").compactMap {
        CertificateFingerprint(String($0))
      }
    }
  }
}
