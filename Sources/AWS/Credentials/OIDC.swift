import FoundationEssentials
import Transport

/// IAM Identity Center's OpenID Connect service: registers this program, signs devices in, renews tokens.
struct OIDC: Sendable {
  private let service: IdentityService

  init(
    region: String,
    settings: AWSSettings,
    sender: HTTPSender,
    timing: Timing
  ) throws(CredentialError) {
    service = try IdentityService(.ssoOIDC, region: region, settings: settings, sender: sender, timing: timing)
  }

  /// RegisterClient.
  func registerClient(named name: String, scopes: [String]) async throws(IdentityFailure) -> Registration {
    let input = RegisterClientInput(clientName: name, clientType: "public", scopes: scopes.isEmpty ? nil : scopes)
    return try await service.post("/client/register", input)
  }

  /// StartDeviceAuthorization.
  func startDeviceAuthorization(
    _ registration: Registration,
    startURL: String
  ) async throws(IdentityFailure) -> DeviceAuthorization {
    let input = StartDeviceAuthorizationInput(
      clientId: registration.clientId,
      clientSecret: registration.clientSecret,
      startUrl: startURL
    )
    return try await service.post("/device_authorization", input)
  }

  /// CreateToken with the code of a device that a person may have let in by now.
  func createToken(_ registration: Registration, deviceCode: String) async throws(IdentityFailure) -> Token {
    var input = CreateTokenInput(clientId: registration.clientId, clientSecret: registration.clientSecret)
    input.grantType = "urn:ietf:params:oauth:grant-type:device_code"
    input.deviceCode = deviceCode
    return try await service.post("/token", input)
  }

  /// CreateToken with a refresh token.
  func createToken(_ renewal: SSOToken.Renewal) async throws(IdentityFailure) -> Token {
    var input = CreateTokenInput(clientId: renewal.clientID, clientSecret: renewal.clientSecret)
    input.grantType = "refresh_token"
    input.refreshToken = renewal.refreshToken
    return try await service.post("/token", input)
  }
}

extension OIDC {
  struct Registration: Decodable, Sendable {
    let clientId: String
    let clientSecret: String
    /// Seconds since 1970.
    let clientSecretExpiresAt: Int64
  }

  struct DeviceAuthorization: Decodable, Sendable {
    let deviceCode: String
    let userCode: String
    let verificationUri: String
    let verificationUriComplete: String?
    /// Seconds.
    let expiresIn: Int
    /// Seconds between two polls; RFC 8628 says 5 where it is left out.
    let interval: Int?
  }

  struct Token: Decodable, Sendable {
    let accessToken: String
    /// Seconds.
    let expiresIn: Int
    let refreshToken: String?
  }
}

private struct RegisterClientInput: Encodable {
  let clientName: String
  let clientType: String
  let scopes: [String]?
}

private struct StartDeviceAuthorizationInput: Encodable {
  let clientId: String
  let clientSecret: String
  let startUrl: String
}

private struct CreateTokenInput: Encodable {
  let clientId: String
  let clientSecret: String
  var grantType = ""
  var deviceCode: String?
  var refreshToken: String?
}
