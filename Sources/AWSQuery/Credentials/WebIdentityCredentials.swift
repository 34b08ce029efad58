package import AWS

/// A role's credentials, asked for with the token of an identity provider (EKS, CI systems).
package struct WebIdentityCredentials: CredentialSource {
  package let name: String
  private let roleARN: String
  private let sessionName: String
  private let tokenFile: String
  private let access: ServiceAccess

  /// Makes a source, or nil where neither environment nor profile name a token's file.
  ///
  /// Each of `variables` beats the profile's key of the same meaning; nil for a profile that somebody chose, where they
  /// do not count.
  init?(
    _ profile: Profile,
    variables: ProcessEnvironment?,
    environment: ProcessEnvironment,
    access: ServiceAccess
  ) throws(CredentialError) {
    guard let file = variables?["AWS_WEB_IDENTITY_TOKEN_FILE"] ?? profile["web_identity_token_file"] else { return nil }
    guard let roleARN = variables?["AWS_ROLE_ARN"] ?? profile["role_arn"] else {
      throw .misconfigured(
        "a web identity token file is named, and no role: set AWS_ROLE_ARN, or role_arn in the profile"
      )
    }
    let isFromEnvironment = variables?["AWS_WEB_IDENTITY_TOKEN_FILE"] != nil
    name = isFromEnvironment ? "web identity (environment)" : "profile \(profile.name) (web identity)"
    self.roleARN = roleARN
    let configuredName = variables?["AWS_ROLE_SESSION_NAME"] ?? profile["role_session_name"]
    sessionName = try RoleSessionName(configuredName, environment: environment).text
    tokenFile = environment.expandingHome(in: file)
    self.access = access
  }

  package func fetch() async throws(CredentialError) -> AWSCredentials {
    guard let token = try SmallFile.text(at: tokenFile) else {
      throw .failed(source: name, reason: "the token's file \(tokenFile) is missing")
    }
    let sts = STS(access.connection { (_) throws(CredentialError) in throw .none(tried: []) })
    do throws(AWSError) {
      return try await sts.assumeRoleWithWebIdentity(
        roleARN: roleARN,
        sessionName: sessionName,
        token: token.filter { !$0.isNewline }
      )
    } catch {
      throw CredentialError(error, source: name)
    }
  }
}
