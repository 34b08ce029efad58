extension Appliance {
  /// Where policies are listed: one list since 1.0, since 1.2 one for each workload.
  ///
  /// Source: the guides' change logs for the first three, public clients of 1.8-rev0 for the others.
  private static let policyPaths = [
    "/virtualMachines/policies", "/rds/policies", "/efs/policies", "/dynamoDb/policies", "/fsx/policies",
    "/redshift/policies", "/redshiftServerless/policies", "/policies",
  ]

  /// All policies, of every workload that the appliance's revision knows.
  package func policies() async throws -> [PolicySummary] {
    var policies: [String: PolicySummary] = [:]
    for path in Self.policyPaths {
      for policy in try await self.policies(at: path) { policies[policy.id] = policy }
    }
    return policies.values.sorted { ($0.name, $0.id) < ($1.name, $1.id) }
  }

  /// None where the revision does not know the path.
  private func policies(at path: String) async throws -> [PolicySummary] {
    do {
      return try await pages(of: path, what: "reading policies", needs: "a role that sees policies").all()
    } catch {
      guard (error as? ApplianceError)?.isNotFound == true else { throw error }
      return []
    }
  }

  /// The repositories, each with the role it works with.
  package func repositories() -> Pages<RepositorySummary> {
    pages(of: "/repositories", what: "reading repositories", needs: "Portal Operator")
  }

  /// What has run: policies, rescans, restores.
  package func sessions() -> Pages<SessionSummary> {
    pages(of: "/sessions", what: "reading sessions", needs: "a role that sees sessions")
  }
}
