package import AWS
import Transport

/// A role's credentials, asked for with those of another source.
package struct AssumeRoleCredentials: CredentialSource {
  package let name: String
  private let role: RoleSettings
  private let source: any CredentialSource
  private let access: ServiceAccess
  private let prompt: CodePrompt?

  init(
    profileName: String,
    role: RoleSettings,
    source: any CredentialSource,
    access: ServiceAccess,
    prompt: CodePrompt?
  ) {
    name = "profile \(profileName) (assume role)"
    self.role = role
    self.source = source
    self.access = access
    self.prompt = prompt
  }

  package func fetch() async throws(CredentialError) -> AWSCredentials {
    let own = try await source.fetch()
    let code = try await code()
    let sts = STS(
      access.connection { [source] (refused) async throws(CredentialError) in
        refused == nil ? own : try await source.fetch()
      }
    )
    do throws(AWSError) {
      return try await sts.assumeRole(
        roleARN: role.roleARN,
        sessionName: role.sessionName,
        externalID: role.externalID,
        durationSeconds: role.durationSeconds,
        serialNumber: role.mfaSerial,
        tokenCode: code
      )
    } catch {
      throw CredentialError(error, source: name)
    }
  }

  private func code() async throws(CredentialError) -> String? {
    guard let device = role.mfaSerial else { return nil }
    guard let prompt else { throw .codeUnavailable(source: name) }
    return try await prompt.code(for: .init(source: name, device: device))
  }
}

extension CredentialError {
  /// A call to STS that came to nothing, seen from the source that made it.
  init(_ error: AWSError, source: String) {
    self =
      switch error {
      case .credentials(let inner): inner
      case .misconfigured(let sentence): .misconfigured(sentence)
      case .transport(.cancelled, _, _): .cancelled
      case .refused, .unexpected, .transport, .repeatedPage: .failed(source: source, reason: error.sentence)
      }
  }
}
