/// Keys in `AWS_ACCESS_KEY_ID` and its companions.
package struct EnvironmentCredentials: CredentialSource {
  package let name = "environment"
  private let environment: ProcessEnvironment

  /// Makes a source, or nil where the environment has no access key.
  package init?(_ environment: ProcessEnvironment) {
    guard environment["AWS_ACCESS_KEY_ID"] != nil else { return nil }
    self.environment = environment
  }

  package func fetch() async throws(CredentialError) -> AWSCredentials {
    guard let id = environment["AWS_ACCESS_KEY_ID"], let secret = environment["AWS_SECRET_ACCESS_KEY"] else {
      throw .misconfigured("AWS_ACCESS_KEY_ID is set and AWS_SECRET_ACCESS_KEY is not")
    }
    return AWSCredentials(
      accessKeyID: id,
      secretAccessKey: secret,
      sessionToken: environment["AWS_SESSION_TOKEN"],
      expiration: environment["AWS_CREDENTIAL_EXPIRATION"].flatMap(Timestamp.date),
      accountID: environment["AWS_ACCOUNT_ID"]
    )
  }
}
