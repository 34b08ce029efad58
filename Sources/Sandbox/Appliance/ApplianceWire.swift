/// What the appliance writes: one type per schema of its description, fields as the API names them.
enum ApplianceWire {
  struct Link: Encodable, Sendable {
    let rel: String
    let href: String
    let method: String
  }

  struct Page<Item: Encodable & Sendable>: Encodable, Sendable {
    let totalCount: Int
    let results: [Item]
    let links: [Link]

    enum CodingKeys: String, CodingKey {
      case totalCount, results
      case links = "_links"
    }
  }

  struct ValidationMessage: Encodable, Sendable {
    let severity: String
    let message: String
    let contextId: String

    /// A message that forbids what was asked.
    static func error(_ message: String) -> ValidationMessage {
      ValidationMessage(severity: "Error", message: message, contextId: "")
    }
  }

  struct EmptyObject: Encodable, Sendable {}

  // MARK: Tokens

  struct Token: Encodable, Sendable {
    var accessToken: String?
    var tokenType: String?
    var refreshToken: String?
    var expiresIn: Int?
    var issued: String?
    var expires: String?
    var username: String
    var roleName: String?
    var mfaEnabled: Bool
    var mfaToken: String?

    enum CodingKeys: String, CodingKey {
      case accessToken = "access_token"
      case tokenType = "token_type"
      case refreshToken = "refresh_token"
      case expiresIn = "expires_in"
      case issued = ".issued"
      case expires = ".expires"
      case username, roleName
      case mfaEnabled = "mfa_enabled"
      case mfaToken = "mfa_token"
    }
  }

  struct AuthorizationCode: Encodable, Sendable {
    let code: String
  }

  // MARK: Users

  struct User: Encodable, Sendable {
    let name: String
    let description: String
    let mfaEnabled: Bool
    let isDefault: Bool
    let links: [Link]

    enum CodingKeys: String, CodingKey {
      case name, description, mfaEnabled, isDefault
      case links = "_links"
    }
  }

  struct UserMfaData: Encodable, Sendable {
    let userName: String
    let qrString: String
    let secretKey: String
    let scratchCodes: [String]
    let token: String
  }

  // MARK: Sessions

  struct SessionLink: Encodable, Sendable {
    let sessionId: String
    let links: [Link]

    enum CodingKeys: String, CodingKey {
      case sessionId
      case links = "_links"
    }
  }

  struct Session: Encodable, Sendable {
    let id: String
    let type: String
    let name: String
    let extendedSessionType: String?
    let executionStartTime: String
    let executionStopTime: String?
    let executionDuration: Int
    let status: String
    let result: String
    let usn: Int
    let links: [Link]

    enum CodingKeys: String, CodingKey {
      case id, type, name, extendedSessionType, executionStartTime, executionStopTime, executionDuration
      case status, result, usn
      case links = "_links"
    }
  }

  struct SessionLog: Encodable, Sendable {
    let sessionId: String
    let log: [Line]

    struct Line: Encodable, Sendable {
      let logTime: String
      let status: String
      let message: String
      let executionStartTime: String
      let executionDuration: Int
    }
  }
}
