import Veeam

/// A version of the appliance's credential, as the secret holds it.
struct StoredCredential: Sendable {
  let credential: ApplianceCredential
  /// The id of the secret's version.
  let version: String
  /// `AWSCURRENT` or `AWSPENDING`.
  let stage: String
}

/// Where the credential's versions come from.
struct CredentialSource: Sendable {
  /// The current version as the extension has it, perhaps some minutes old.
  let cached: @Sendable () async throws -> StoredCredential
  /// The current version, read past the extension's cache.
  let current: @Sendable () async throws -> StoredCredential
  /// The version that a rotation is about to make current; nil where there is none.
  let pending: @Sendable () async throws -> StoredCredential?
}

extension CredentialSource {
  /// `{"username", "password"}`; other keys are somebody else's.
  private struct Content: Decodable, Sendable {
    let username: String
    let password: String
  }

  /// The versions of the secret that `SECRET_ARN` names.
  init(_ context: FunctionContext) {
    let read: @Sendable (SecretSelector, Bool) async throws -> StoredCredential = { selector, isFresh in
      let arn = try context.environment.variable("SECRET_ARN")
      let found = try await context.secrets.read(arn, selector, as: Content.self, isFresh: isFresh)
      return StoredCredential(
        credential: ApplianceCredential(username: found.value.username, password: found.value.password),
        version: found.id,
        stage: selector == .pending ? "AWSPENDING" : "AWSCURRENT"
      )
    }
    self.init(
      cached: { try await read(.current, false) },
      current: { try await read(.current, true) },
      pending: {
        do {
          return try await read(.pending, true)
        } catch is SecretFault {
          // None there, or none of ours: a rotation that has only begun, or a test of the service.
          return nil
        }
      }
    )
  }
}
