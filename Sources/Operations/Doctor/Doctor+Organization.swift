import AWS
import AWSQuery
import Fleet

extension Doctor {
  /// The most units that are looked into for one target: it need only be known that there is an account.
  private static let unitsLookedInto = 12

  func organizationExam(_ roots: Roots) async -> OrganizationExam {
    async let features = fact {
      let organization = try await Organizations(aws(.organization)).describeOrganization()
      return OrganizationExam.Features(
        id: organization.id,
        featureSet: organization.featureSet,
        managementAccount: organization.masterAccountID.flatMap(AccountID.init)
      )
    }
    async let trustedAccess = fact { try await stackSets().describeOrganizationsAccess() }
    async let delegates = fact {
      let service = Organizations(try aws(.organization))
      let principal = "member.org.stacksets.cloudformation.amazonaws.com"
      return try await Self.all(service.listDelegatedAdministrators(servicePrincipal: principal)) {
        $0.delegatedAdministrators.compactMap { AccountID(rawValue: $0.id) }
      }
    }
    async let targets = fact { try await self.targets(roots.stackSet.get().organizationalUnitIDs) }
    async let policies = fact {
      try await controlPolicies(along: (try? roots.stackSet.get())?.organizationalUnitIDs ?? [])
    }
    return await OrganizationExam(
      caller: roots.organizationCaller,
      features: features,
      trustedAccess: trustedAccess,
      delegates: delegates,
      targets: targets,
      controlPolicies: policies,
      expectedOrganization: roots.parameter("OrganizationId"),
      isDelegated: connections.context.organization.callAs == .delegatedAdministrator,
      configurator: roots.configurator?.unqualified
    )
  }

  // MARK: Targets

  private func targets(_ units: [String]) async throws -> [OrganizationExam.Target] {
    let service = Organizations(try aws(.organization))
    var targets: [OrganizationExam.Target] = []
    for unit in units { targets.append(try await target(unit, service)) }
    return targets
  }

  /// Goes down from a unit until an active account is found.
  private func target(_ unit: String, _ service: Organizations) async throws -> OrganizationExam.Target {
    var open = [unit]
    var (active, suspended, looked) = (0, 0, 0)
    while active == 0, looked < Self.unitsLookedInto, !open.isEmpty {
      let parent = open.removeFirst()
      looked += 1
      let standings = try await Self.all(service.listAccounts(forParent: parent)) { $0.accounts.map(\.standing) }
      active += standings.count { $0 == "ACTIVE" }
      suspended += standings.count { $0 != "ACTIVE" }
      if active == 0 {
        open += try await Self.all(service.listOrganizationalUnits(forParent: parent)) {
          $0.organizationalUnits.map(\.id)
        }
      }
    }
    return OrganizationExam.Target(
      id: unit,
      activeAccounts: active,
      suspendedAccounts: suspended,
      isCut: active > 0 || !open.isEmpty
    )
  }

  // MARK: Service control policies

  /// Policies at the targets and at everything above them.
  private func controlPolicies(along targets: [String]) async throws -> [OrganizationExam.ControlPolicy] {
    let service = Organizations(try aws(.organization))
    var places: [String] = []
    for target in targets.isEmpty ? try await rootIDs(service) : targets {
      var place: String? = target
      while let current = place, !places.contains(current) {
        places.append(current)
        place =
          current.hasPrefix("r-") ? nil : try await Self.all(service.listParents(ofChild: current), \.parents).first?.id
      }
    }
    var documents: [String: PolicyDocument?] = [:]
    var policies: [OrganizationExam.ControlPolicy] = []
    for place in places {
      for summary in try await Self.all(service.listPoliciesForTarget(place), \.policies) {
        // AWS's own lets everything through.
        if summary.awsManaged == true { continue }
        if documents[summary.id] == nil {
          let content = try await service.describePolicy(summary.id).content
          documents[summary.id] = .some(content.flatMap(PolicyDocument.init))
        }
        policies.append(
          .init(name: summary.name ?? summary.id, target: place, document: documents[summary.id].flatMap(\.self))
        )
      }
    }
    return policies
  }

  private func rootIDs(_ service: Organizations) async throws -> [String] {
    try await Self.all(service.listRoots()) { $0.roots.map(\.id) }
  }
}
