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
    async let certificate = fact {
      let presented = try await connections.appliance().certificate()
      return ApplianceExam.Certificate(fingerprint: presented.fingerprint, notAfter: presented.notAfter)
    }
    // One sign-in: the others wait for it, and a refused password is not sent again.
    let signIn = await fact { try await connections.appliance().signIn() }
    async let version = fact {
      _ = try signIn.get()
      return try await applianceVersion()
    }
    async let registrations = fact {
      _ = try signIn.get()
      for try await page in try connections.appliance().roles() { return page.elements.count }
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

  /// A user who may only look may not see the product's version; the revision says enough.
  private func applianceVersion() async throws -> ApplianceExam.Version {
    let appliance = try connections.appliance()
    var product: String?
    do {
      product = try await appliance.systemVersion().version
    } catch ApplianceError.forbidden {
      product = nil
    }
    return ApplianceExam.Version(product: product, revision: await appliance.version?.rawValue)
  }

  private func functionsUser(_ roots: Roots) async throws -> ApplianceExam.User? {
    guard let name = roots.parameter("PortalUserName") else {
      throw SourceProblem(
        kind: .notFound,
        sentence: "the Lambdas stack does not say which user the functions sign in as",
        nextStep: "rolecall deploy lambdas"
      )
    }
    return try await connections.appliance().user(named: name).map { user in
      ApplianceExam.User(name: user.name, isDefault: user.isDefault, hasSecondFactor: user.mfaEnabled)
    }
  }

  private func functionPins(_ roots: Roots) -> Fact<[CertificateFingerprint]> {
    roots.stack.map { stack in
      (stack.parameters["ApplianceSha256"] ?? "").split(separator: ",").compactMap {
        CertificateFingerprint(String($0))
      }
    }
  }
}
