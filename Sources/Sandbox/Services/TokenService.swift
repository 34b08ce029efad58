import FoundationEssentials

/// AWS Security Token Service over one world at one moment.
struct TokenService {
  static let namespace = "https://sts.amazonaws.com/doc/2011-06-15/"
  static let operations: Set<String> = ["GetCallerIdentity", "AssumeRole", "AssumeRoleWithWebIdentity"]
  /// The token that AssumeRoleWithWebIdentity takes.
  static let webIdentityToken = "rolecall-sandbox-web-identity"
  static let expiredWebIdentityToken = "rolecall-sandbox-web-identity-expired"
  /// The code that roles with MFA take.
  static let tokenCode = "123456"

  let input: QueryInput
  /// Nil for the unsigned call with a web identity.
  let caller: Identity?
  let now: Date

  /// - Returns: What writes the body of the answer.
  func answer(_ operation: String, _ state: inout WorldState) throws(ServiceFailure) -> (inout XMLWriter) -> Void {
    switch operation {
    case "GetCallerIdentity": return try callerIdentity()
    case "AssumeRole": return try assumeRole(&state)
    case "AssumeRoleWithWebIdentity": return try assumeRoleWithWebIdentity(&state)
    default: throw .unknownOperation(.query, operation)
    }
  }

  private func callerIdentity() throws(ServiceFailure) -> (inout XMLWriter) -> Void {
    guard let caller else { throw .unsigned(.query) }
    return { xml in
      xml.element("Arn", caller.arn)
      xml.element("UserId", caller.userID)
      xml.element("Account", caller.account)
    }
  }

  private func assumeRole(_ state: inout WorldState) throws(ServiceFailure) -> (inout XMLWriter) -> Void {
    guard let caller else { throw .unsigned(.query) }
    let arn = try input.required("RoleArn")
    let session = try sessionName()
    let lifetime = try duration(isChained: caller.sessionToken != nil)
    let denied = ServiceFailure(
      code: "AccessDenied",
      message: "User: \(caller.arn) is not authorized to perform: sts:AssumeRole on resource: \(arn)",
      status: 403
    )
    if let role = state.iam.role(arn: arn) {
      return try assume(role, by: caller, session: session, lifetime: lifetime, denied: denied, &state)
    }
    guard let role = state.identities.role(arn: arn), role.trustedAccounts.contains(caller.account) else {
      throw denied
    }
    if let externalID = role.externalID, input.string("ExternalId") != externalID { throw denied }
    if role.needsMFA {
      guard input.string("SerialNumber") != nil, let code = input.string("TokenCode") else { throw denied }
      guard code == Self.tokenCode else {
        throw ServiceFailure(
          code: "AccessDenied",
          message: "MultiFactorAuthentication failed with invalid MFA one time pass code. ",
          status: 403
        )
      }
    }
    return open(role, session: session, lifetime: lifetime, &state)
  }

  /// Opens a session of a role of IAM, whose trust policy has to allow it.
  private func assume(
    _ role: RoleRecord,
    by caller: Identity,
    session: String,
    lifetime: TimeInterval,
    denied: ServiceFailure,
    _ state: inout WorldState
  ) throws(ServiceFailure) -> (inout XMLWriter) -> Void {
    var context = state.context(of: caller, region: "us-east-1", at: now)
    context["sts:externalid"] = input.string("ExternalId").map { [$0] }
    guard state.iam.trusts(role, caller.principal, context: context) else { throw denied }
    guard Int(lifetime) <= role.maxSessionDuration else {
      throw .validation("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.")
    }
    var rights = Identity.Rights(source: .role(arn: role.arn))
    if let policy = input.string("Policy") { rights.sessionPolicy = try state.iam.document(policy, for: .identity) }
    let credentials = state.identities.issueSession(
      account: role.account,
      role: role.name,
      session: session,
      access: .write,
      rights: rights,
      uniqueID: role.uniqueID,
      expiresAt: now.addingTimeInterval(lifetime)
    )
    return Self.body(of: credentials, roleID: role.uniqueID, session: session)
  }

  private func assumeRoleWithWebIdentity(
    _ state: inout WorldState
  ) throws(ServiceFailure) -> (inout XMLWriter) -> Void {
    let arn = try input.required("RoleArn")
    let session = try sessionName()
    let lifetime = try duration(isChained: false)
    let token = try input.required("WebIdentityToken")
    guard token != Self.expiredWebIdentityToken else {
      throw ServiceFailure(
        code: "ExpiredTokenException",
        message: "Token expired: current date must be before the expiration date"
      )
    }
    guard token == Self.webIdentityToken else {
      throw ServiceFailure(code: "InvalidIdentityToken", message: "The ID Token provided is not a valid JWT.")
    }
    guard let role = state.identities.role(arn: arn), role.trustsWebIdentity else {
      throw ServiceFailure(
        code: "AccessDenied",
        message: "Not authorized to perform sts:AssumeRoleWithWebIdentity",
        status: 403
      )
    }
    let body = open(role, session: session, lifetime: lifetime, &state)
    return { xml in
      xml.element("SubjectFromWebIdentityToken", "system:serviceaccount:backup:rolecall")
      xml.element("Audience", "sts.amazonaws.com")
      xml.element("Provider", "https://oidc.acme.example")
      body(&xml)
    }
  }

  private func open(
    _ role: IdentityRegistry.Role,
    session: String,
    lifetime: TimeInterval,
    _ state: inout WorldState
  ) -> (inout XMLWriter) -> Void {
    let credentials = state.identities.issueSession(
      account: role.account,
      role: role.name,
      session: session,
      access: role.access,
      expiresAt: now.addingTimeInterval(lifetime)
    )
    return Self.body(of: credentials, roleID: role.uniqueID, session: session)
  }

  private static func body(
    of credentials: SessionCredentials,
    roleID: String,
    session: String
  ) -> (inout XMLWriter) -> Void {
    { xml in
      xml.element("AssumedRoleUser") {
        $0.element("AssumedRoleId", "\(roleID):\(session)")
        $0.element("Arn", credentials.arn)
      }
      xml.element("Credentials") {
        $0.element("AccessKeyId", credentials.accessKeyID)
        $0.element("SecretAccessKey", credentials.secretAccessKey)
        $0.element("SessionToken", credentials.sessionToken)
        $0.element("Expiration", credentials.expiration)
      }
    }
  }

  // MARK: Arguments

  private func sessionName() throws(ServiceFailure) -> String {
    let name = try input.required("RoleSessionName")
    let allowed = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+=,.@-")
    guard (2...64).contains(name.count), name.allSatisfy(allowed.contains) else {
      throw .validation(
        """
        1 validation error detected: Value '\(name)' at 'roleSessionName' failed to satisfy constraint: \
        Member must satisfy regular expression pattern: [\\w+=,.@-]*
        """
      )
    }
    return name
  }

  /// 15 minutes to 12 hours; one hour at most for a role assumed by a role.
  private func duration(isChained: Bool) throws(ServiceFailure) -> TimeInterval {
    let seconds = try input.integer("DurationSeconds", in: 900...43_200) ?? 3_600
    guard !isChained || seconds <= 3_600 else {
      throw .validation(
        "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining"
      )
    }
    return TimeInterval(seconds)
  }
}
