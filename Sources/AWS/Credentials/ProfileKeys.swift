/// Keys written into one of the two profile files.
package struct ProfileKeys: CredentialSource {
  private let profile: Profile
  private let file: Profile.File

  /// Makes a source, or nil where that file has no access key for the profile.
  package init?(_ profile: Profile, in file: Profile.File) {
    guard profile.text("aws_access_key_id", in: file) != nil else { return nil }
    self.profile = profile
    self.file = file
  }

  package var name: String { "profile \(profile.name) (keys in the \(file.rawValue))" }

  package func fetch() async throws(CredentialError) -> AWSCredentials {
    guard
      let id = profile.text("aws_access_key_id", in: file),
      let secret = profile.text("aws_secret_access_key", in: file)
    else {
      throw .misconfigured(
        "the profile \(profile.name) has aws_access_key_id and no aws_secret_access_key in the \(file.rawValue)"
      )
    }
    return AWSCredentials(
      accessKeyID: id,
      secretAccessKey: secret,
      sessionToken: profile.text("aws_session_token", in: file),
      accountID: profile["aws_account_id"]
    )
  }
}
