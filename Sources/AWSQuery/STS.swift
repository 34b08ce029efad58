package import AWS

/// AWS Security Token Service, in the region of its connection.
package struct STS: Sendable {
  private let connection: AWSConnection

  package init(_ connection: AWSConnection) { self.connection = connection }

  /// Who the connection's credentials belong to; needs no permission.
  package func getCallerIdentity() async throws(AWSError) -> CallerIdentity {
    try await connection.perform(
      .query(.sts, "GetCallerIdentity", form: form("GetCallerIdentity"), result: CallerIdentity.init)
    )
  }

  /// Credentials of a role, by the connection's own.
  ///
  /// - Parameters:
  ///   - roleARN: The role.
  ///   - sessionName: Shows in CloudTrail.
  ///   - externalID: What the role's trust asks for, if it does.
  ///   - durationSeconds: 900...43200; nil: an hour.
  ///   - serialNumber: The MFA device, with its `tokenCode`.
  ///   - tokenCode: Six digits; good once.
  /// - Returns: Credentials that expire, with the role's account.
  /// - Throws: ``AWSError``.
  package func assumeRole(
    roleARN: String,
    sessionName: String,
    externalID: String? = nil,
    durationSeconds: Int? = nil,
    serialNumber: String? = nil,
    tokenCode: String? = nil
  ) async throws(AWSError) -> AWSCredentials {
    var form = form("AssumeRole")
    form.add("RoleArn", roleARN)
    form.add("RoleSessionName", sessionName)
    form.add("DurationSeconds", durationSeconds)
    form.add("ExternalId", externalID)
    form.add("SerialNumber", serialNumber)
    form.add("TokenCode", tokenCode)
    return try await connection.perform(credentials("AssumeRole", form: form))
  }

  /// Credentials of a role, by a token of an identity provider; unsigned.
  ///
  /// - Parameters:
  ///   - roleARN: The role.
  ///   - sessionName: Shows in CloudTrail.
  ///   - token: The provider's token.
  ///   - durationSeconds: 900...43200; nil: an hour.
  /// - Returns: Credentials that expire, with the role's account.
  /// - Throws: ``AWSError``.
  package func assumeRoleWithWebIdentity(
    roleARN: String,
    sessionName: String,
    token: String,
    durationSeconds: Int? = nil
  ) async throws(AWSError) -> AWSCredentials {
    var form = form("AssumeRoleWithWebIdentity")
    form.add("RoleArn", roleARN)
    form.add("RoleSessionName", sessionName)
    form.add("WebIdentityToken", token)
    form.add("DurationSeconds", durationSeconds)
    var call = credentials("AssumeRoleWithWebIdentity", form: form)
    call.isSigned = false
    return try await connection.perform(call)
  }

  private func form(_ action: String) -> QueryForm { QueryForm(action: action, version: "2011-06-15") }

  private func credentials(_ operation: String, form: QueryForm) -> Call<AWSCredentials> {
    var call = Call.query(.sts, operation, form: form, result: Self.credentials)
    call.mayHoldSecret = true
    return call
  }

  private static func credentials(_ result: AnswerElement) throws -> AWSCredentials {
    guard let element = result["Credentials"] else { throw MalformedAnswer("field Credentials is missing") }
    // arn:aws:sts::123456789012:assumed-role/name/session
    let arn = result["AssumedRoleUser"]?.string("Arn")?.split(separator: ":", omittingEmptySubsequences: false)
    return AWSCredentials(
      accessKeyID: try element.require("AccessKeyId"),
      secretAccessKey: try element.require("SecretAccessKey"),
      sessionToken: try element.require("SessionToken"),
      expiration: try element.date("Expiration"),
      accountID: arn.flatMap { $0.count > 4 ? String($0[4]) : nil }
    )
  }
}

extension STS {
  /// Whom a signature speaks for.
  package struct CallerIdentity: Hashable, Sendable {
    package let userID: String?
    package let account: String
    package let arn: String

    init(_ result: AnswerElement) throws {
      userID = result.string("UserId")
      account = try result.require("Account")
      arn = try result.require("Arn")
    }
  }
}
