import FoundationEssentials

/// What the OIDC service and the portal read and write, fields as their models name them.
enum IdentityWire {
  struct RegisterClientInput: Decodable {
    let clientName: String
    let clientType: String
  }

  struct RegisterClientOutput: Encodable {
    let clientId: String
    let clientSecret: String
    let clientIdIssuedAt: Int
    let clientSecretExpiresAt: Int
  }

  struct StartDeviceAuthorizationInput: Decodable {
    let clientId: String
    let clientSecret: String
    let startUrl: String
  }

  struct StartDeviceAuthorizationOutput: Encodable {
    let deviceCode: String
    let userCode: String
    let verificationUri: String
    let verificationUriComplete: String
    let expiresIn: Int
    let interval: Int
  }

  struct CreateTokenInput: Decodable {
    let clientId: String
    let clientSecret: String
    let grantType: String
    let deviceCode: String?
    let refreshToken: String?
  }

  struct CreateTokenOutput: Encodable {
    let accessToken: String
    let tokenType: String
    let expiresIn: Int
    let refreshToken: String
  }

  struct RoleCredentialsOutput: Encodable {
    let roleCredentials: Credentials

    struct Credentials: Encodable {
      let accessKeyId: String
      let secretAccessKey: String
      let sessionToken: String

      /// Milliseconds since 1970, unlike everywhere else.
      let expiration: Int
    }
  }

  struct AccountsOutput: Encodable {
    let accountList: [Account]

    struct Account: Encodable {
      let accountId: String
      let accountName: String
      let emailAddress: String
    }
  }

  struct RolesOutput: Encodable {
    let roleList: [Role]

    struct Role: Encodable {
      let roleName: String
      let accountId: String
    }
  }
}

extension LoopbackRequest {
  /// The body as JSON.
  func decoded<Input: Decodable>(_ type: Input.Type) throws(IdentityRefusal) -> Input {
    do {
      return try JSONDecoder().decode(type, from: Data(body))
    } catch {
      throw .malformed
    }
  }
}
