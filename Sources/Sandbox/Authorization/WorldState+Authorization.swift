import FoundationEssentials

/// What policies say to calls.
extension WorldState {
  /// - Throws: The refusal in AWS's words, when the caller's policies or its organization's refuse it.
  func authorize(
    _ identity: Identity,
    _ subject: AccessSubject,
    region: String,
    wire: ServiceFailure.Wire,
    at now: Date
  ) throws(ServiceFailure) {
    // Who somebody is may everybody ask about himself.
    guard let rights = identity.rights, subject.action != "sts:GetCallerIdentity" else { return }
    let request = AccessRequest(
      action: subject.action,
      resources: subject.resources,
      context: context(of: identity, region: region, at: now)
    )
    func denied(_ reason: String?) -> ServiceFailure {
      .denied(wire, identity.arn, subject.action, on: subject.resources.first, reason: reason)
    }
    if controls(of: identity.account).decision(on: request) == .explicitDeny {
      throw denied("with an explicit deny in a service control policy")
    }
    for (kind, documents) in policies(of: rights) {
      switch documents.decision(on: request) {
      case .allowed: continue
      case .explicitDeny: throw denied("with an explicit deny in \(kind.article) \(kind.rawValue)")
      case .implicitDeny: throw denied("because no \(kind.rawValue) allows the \(subject.action) action")
      }
    }
  }

  /// What conditions may look at.
  func context(of identity: Identity, region: String, at now: Date) -> [String: [String]] {
    var context = [
      "aws:principalarn": [identity.principalARN], "aws:principalaccount": [identity.account],
      "aws:principaltype": [identity.sessionToken == nil ? "User" : "AssumedRole"],
      "aws:userid": [identity.userID], "aws:requestedregion": [region],
      "aws:currenttime": [now.formatted(.iso8601)],
      // The sandbox's loopback stands for TLS.
      "aws:securetransport": ["true"],
    ]
    if let organization, organization.account(identity.account) != nil {
      context["aws:principalorgid"] = [organization.id]
    }
    context["lambda:sourcefunctionarn"] = identity.rights?.sourceFunction.map { [$0] }
    return context
  }

  // MARK: Policies

  /// Every kind of policy that has to allow what somebody does.
  private enum Kind: String {
    case identity = "identity-based policy"
    case boundary = "permissions boundary"
    case session = "session policy"

    var article: String { self == .identity ? "an" : "a" }
  }

  private func policies(of rights: Identity.Rights) -> [(Kind, [PolicyDocument])] {
    var found: [(Kind, [PolicyDocument])] = []
    switch rights.source {
    case .documents(let documents): found.append((.identity, documents))
    case .role(let arn):
      let role = iam.role(arn: arn)
      found.append((.identity, role.map(iam.documents) ?? []))
      if let boundary = role?.boundary {
        found.append((.boundary, iam.policy(arn: boundary)?.defaultVersion.map { [$0.document] } ?? []))
      }
    }
    if let session = rights.sessionPolicy { found.append((.session, [session])) }
    return found
  }

  /// The organization's policies on the way from the root to a member; the management account has none above it.
  private func controls(of account: String) -> [PolicyDocument] {
    guard let organization, account != organization.managementAccount else { return [] }
    return organization.controls(above: account).map(\.document)
  }
}

extension Identity {
  /// As policies name it: a user's ARN, or that of the role behind a session.
  var principalARN: String {
    if case .role(let role)? = rights?.source { return role }
    let parts = ARN(arn)
    guard parts.service == "sts", parts.resource.hasPrefix("assumed-role/") else { return arn }
    let role = parts.resource.split(separator: "/").dropFirst().first ?? ""
    return "arn:\(parts.partition):iam::\(parts.account):role/\(role)"
  }

  /// As trust and resource policies see it.
  var principal: PolicyPrincipal { PolicyPrincipal(account: account, arns: Array(Set([principalARN, arn]))) }
}
