/// What somebody wants to do, as policies look at it.
struct AccessRequest: Sendable {
  /// `s3:GetObject`.
  let action: String
  /// The resource in every form that policies name it by, of which one has to match; `*` for actions on nothing.
  var resources: [String] = ["*"]
  /// Values by condition key in small letters.
  var context: [String: [String]] = [:]
  /// Who asks; policies of an identity do not look at it.
  var principal: PolicyPrincipal?
}

/// Who asks, in the forms that a policy's principals name somebody by.
struct PolicyPrincipal: Hashable, Sendable {
  var account: String
  /// A user's ARN, or a role's and that of its session.
  var arns: [String] = []
  /// `lambda.amazonaws.com` when it is a service.
  var service: String?
}

/// What policies say to a request.
enum AccessDecision: Hashable, Sendable {
  case allowed
  case explicitDeny
  case implicitDeny
}

extension Sequence<PolicyDocument> {
  /// Any denial wins over any permission, and nothing is allowed that is not named.
  func decision(on request: AccessRequest) -> AccessDecision {
    var decision = AccessDecision.implicitDeny
    for policy in self {
      for statement in policy.statements where statement.applies(to: request) {
        if statement.effect == .deny { return .explicitDeny }
        decision = .allowed
      }
    }
    return decision
  }
}
