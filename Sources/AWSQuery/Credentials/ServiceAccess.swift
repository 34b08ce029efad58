import AWS
import Transport

/// What a credential source needs to reach a service.
struct ServiceAccess: Sendable {
  let settings: AWSSettings
  let sender: HTTPSender
  let governor: Governor
  let timing: Timing

  func connection(_ credentials: @escaping AWSConnection.CredentialProvider) -> AWSConnection {
    AWSConnection(
      settings: settings,
      sender: sender,
      governor: governor,
      timing: timing,
      credentials: credentials
    )
  }
}
