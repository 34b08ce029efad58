/// Where credentials come from: one value for each link of the chain.
package protocol CredentialSource: Sendable {
  /// What a person calls this source, `profile org-read (assume role)`.
  var name: String { get }

  /// Fetches credentials anew.
  ///
  /// Callers go through ``CredentialCache``, which keeps them and fetches once at a time.
  ///
  /// - Throws: ``CredentialError``.
  func fetch() async throws(CredentialError) -> AWSCredentials
}
