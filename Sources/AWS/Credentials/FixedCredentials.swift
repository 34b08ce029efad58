/// Keys that somebody already holds.
package struct FixedCredentials: CredentialSource {
  package let name: String
  private let credentials: AWSCredentials

  package init(_ credentials: AWSCredentials, name: String = "given keys") {
    self.name = name
    self.credentials = credentials
  }

  package func fetch() async throws(CredentialError) -> AWSCredentials { credentials }
}
