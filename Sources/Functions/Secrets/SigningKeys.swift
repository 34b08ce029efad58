/// The versions of the signing key, from their own secret: it never changes together with the credential.
package struct SigningKeys: Sendable {
  private struct Content: Decodable {
    let key: String
  }

  private let secrets: FunctionSecrets
  private let environment: FunctionEnvironment

  init(_ secrets: FunctionSecrets, environment: FunctionEnvironment) {
    self.secrets = secrets
    self.environment = environment
  }

  /// The key that new ids are made with.
  ///
  /// - Throws: ``SecretFault``, or ``Refusal`` when the template names no secret.
  package func current() async throws -> SigningKey { try await key(.current) }

  /// The key that made `id`: exactly that version, whichever is current now.
  ///
  /// - Throws: ``SecretFault/gone`` when that version is no more, else as ``current()``.
  package func key(of id: PhysicalID) async throws -> SigningKey { try await key(.version(id.keyVersion)) }

  private func key(_ selector: SecretSelector) async throws -> SigningKey {
    let arn = try environment.variable("SIGNING_SECRET_ARN")
    let found = try await secrets.read(arn, selector, as: Content.self)
    return try SigningKey(version: found.id, text: found.value.key)
  }
}
