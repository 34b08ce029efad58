import FoundationEssentials

/// SimulatePrincipalPolicy for roles: what their policies and their boundary say.
extension IAMService {
  private struct Outcome {
    let action: String
    let resource: String
    let decision: AccessDecision
    let isWithinBoundary: Bool?
  }

  func simulation(_ state: WorldState) throws(ServiceFailure) -> Body {
    let source = try input.required("PolicySourceArn")
    let actions = input.strings("ActionNames") ?? []
    guard !actions.isEmpty else { throw .validation("ActionNames must not be empty.") }
    let iam = state.iam
    guard ARN(source).account == caller.account, let role = iam.role(arn: source) else {
      throw .missing("The requested entity \(source) cannot be found.")
    }
    let resources = input.strings("ResourceArns") ?? ["*"]
    let context = context(of: role)
    let documents = iam.documents(of: role)
    let boundary = role.boundary.map { arn in iam.policy(arn: arn)?.defaultVersion.map { [$0.document] } ?? [] }
    let outcomes = actions.flatMap { action in
      resources.map { resource in
        let request = AccessRequest(action: action, resources: [resource], context: context)
        let isWithin = boundary.map { $0.decision(on: request) == .allowed }
        let decision = documents.decision(on: request)
        return Outcome(
          action: action,
          resource: resource,
          decision: isWithin == false && decision == .allowed ? .implicitDeny : decision,
          isWithinBoundary: isWithin
        )
      }
    }
    return { xml in
      xml.list("EvaluationResults", outcomes) { Self.write($1, to: &$0) }
      xml.element("IsTruncated", false)
    }
  }

  private func context(of role: RoleRecord) -> [String: [String]] {
    var context = ["aws:principalarn": [role.arn], "aws:principalaccount": [role.account]]
    for entry in input.structures("ContextEntries") {
      guard let name = entry.string("ContextKeyName") else { continue }
      context[name.lowercased()] = entry.strings("ContextKeyValues") ?? []
    }
    return context
  }

  private static func write(_ outcome: Outcome, to xml: inout XMLWriter) {
    xml.element("EvalActionName", outcome.action)
    xml.element("EvalResourceName", outcome.resource)
    let decision =
      switch outcome.decision {
      case .allowed: "allowed"
      case .explicitDeny: "explicitDeny"
      case .implicitDeny: "implicitDeny"
      }
    xml.element("EvalDecision", decision)
    xml.list("MatchedStatements", [])
    xml.list("MissingContextValues", [])
    if let isWithin = outcome.isWithinBoundary {
      xml.element("PermissionsBoundaryDecisionDetail") { $0.element("AllowedByPermissionsBoundary", isWithin) }
    }
  }
}
