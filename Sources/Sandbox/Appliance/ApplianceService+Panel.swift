import FoundationEssentials

extension ApplianceService {
  private static let perWorkload = ApplianceRevision(minor: 2)
  private static let identities = ApplianceRevision(minor: 8)

  static let panelRoutes =
    [
      ApplianceRoute("GET", "/system/version", .portalAdministrator) { service, _ in
        .json(ApplianceWire.ProductVersion(about: "Simulated appliance", version: service.options.product.build))
      },
      ApplianceRoute("GET", "/system/version/productId", .portalAdministrator) { service, _ in
        .json(ApplianceWire.ProductId(awsid: service.world.backupAccount, supportid: "00000000"))
      },
      ApplianceRoute("GET", "/system/time", .signedIn) { service, call in
        .json(
          ApplianceWire.SystemTime(utcDateTime: ApplianceTime.text(call.now, zoned: service.options.zonedTimes))
        )
      },
      ApplianceRoute("GET", "/statistics/summary", .signedIn) { service, _ in await service.summary() },
      ApplianceRoute("GET", "/licensing/license", .portalAdministrator) { await $0.license($1) },
      ApplianceRoute("GET", "/overview/userStatus", .portalAdministrator, since: .init(minor: 3)) { service, _ in
        await service.userStatus()
      },
      ApplianceRoute("GET", "/userStatus", .portalAdministrator, until: .init(minor: 2, revision: .max)) {
        service,
        _ in await service.userStatus()
      },
      ApplianceRoute("GET", "/repositories", .portalOperator) { try await $0.listRepositories($1) },
      // Dropped with 1.2-rev0; an older revision reaches it as long as the product takes that.
      ApplianceRoute("GET", "/policies", .signedIn, until: .init(minor: 1, revision: .max)) {
        try await $0.listPolicies($1, of: .ec2, path: "/policies")
      },
    ]
    + BackupPolicy.Workload.allCases.map { workload in
      ApplianceRoute("GET", workload.rawValue, .signedIn, since: perWorkload) {
        try await $0.listPolicies($1, of: workload, path: workload.rawValue)
      }
    }

  private func summary() async -> LoopbackReply {
    let accounts = Set(await world.registrations().map(\.account)).count
    return .json(
      ApplianceWire.SummaryStatistics(
        alarmsCount: 0,
        alarmsCountChangesTrend: "NotChanged",
        instancesCount: accounts * 12,
        instancesCountChangesTrend: "NotChanged",
        protectedInstancesCount: accounts * 9,
        protectedInstancesCountChangesTrend: "Increased",
        policiesCount: options.policies.count,
        policiesCountChangesTrend: "NotChanged",
        repositoriesCount: options.repositories.count,
        repositoriesCountChangesTrend: "NotChanged"
      )
    )
  }

  private func license(_ call: ApplianceCall) async -> LoopbackReply {
    let accounts = Set(await world.registrations().map(\.account)).count
    return .json(
      ApplianceWire.LicenseInfo(
        licenseType: "Managed",
        instancesUses: Double(accounts * 9),
        instances: accounts * 12,
        licensedTo: "Simulated organization",
        licenseExpires: ApplianceTime.licenseText(call.now + .seconds(400 * 86_400)),
        licenseId: "00000000-0000-4000-8000-000000000001",
        supportId: "00000000",
        links: [call.link("self", "/licensing/license")]
      )
    )
  }

  private func userStatus() async -> LoopbackReply {
    .json(
      ApplianceWire.UserStatus(
        connectionsCount: await world.registrations().count,
        repositoryCount: options.repositories.count,
        policiesCount: options.policies.count,
        workerLocationsCount: 1
      )
    )
  }

  // MARK: Policies and repositories

  private func listPolicies(
    _ call: ApplianceCall,
    of workload: BackupPolicy.Workload,
    path: String
  ) async throws -> LoopbackReply {
    let registrations = await world.registrations()
    let isEnabled = try call.boolean("IsEnabled")
    let newerThan = try call.integer("Usn", in: Int.min...Int.max)
    _ = try call.uuid("RepositoryId")
    let statuses = try call.words(
      "LastPolicySessionStatus",
      known: ["Running", "NeverExecuted", "Succeeded", "Warning", "Failed", "Canceled"]
    )
    let fields = ["priority", "name", "usn"]
    let order = try call.words("Sort", known: fields.flatMap { ["\($0)Asc", "\($0)Desc"] })
    let machine = try call.uuid("VirtualMachineId")
    let pattern = call.request.queryValue("SearchPattern")?.lowercased() ?? ""
    var policies = options.policies.filter { policy in
      (policy.workload == workload || path == "/policies")
        && (isEnabled.map { $0 == policy.isEnabled } ?? true)
        && (newerThan.map { policy.priority > $0 } ?? true)
        && (statuses.isEmpty || statuses.contains(Self.lastStatus(of: policy)))
        && (pattern.isEmpty || policy.name.lowercased().contains(pattern))
        && machine == nil
    }
    for word in order.reversed() {
      policies.sort { left, right in
        let (first, second) = word.hasSuffix("Asc") ? (left, right) : (right, left)
        return word.hasPrefix("name") ? first.name < second.name : first.priority < second.priority
      }
    }
    return try page(of: policies, call, path: path) { policy in
      ApplianceWire.Policy(
        id: policy.id,
        name: policy.name,
        description: "",
        isEnabled: policy.isEnabled,
        priority: policy.priority,
        backupType: "AllItems",
        regionIds: [],
        role: reference(to: policy.roleName, registrations, call),
        lastPolicySessionStatus: Self.lastStatus(of: policy),
        usn: policy.priority,
        links: [call.link("self", "\(path)/\(policy.id)")]
      )
    }
  }

  private func listRepositories(_ call: ApplianceCall) async throws -> LoopbackReply {
    let registrations = await world.registrations()
    let pattern = call.request.queryValue("SearchPattern")?.lowercased() ?? ""
    let repositories = options.repositories.filter { pattern.isEmpty || $0.name.lowercased().contains(pattern) }
    return try page(of: repositories, call, path: "/repositories") { repository in
      ApplianceWire.Repository(
        id: repository.id,
        name: repository.name,
        description: "",
        role: reference(to: repository.roleName, registrations, call)
      )
    }
  }

  private static func lastStatus(of policy: BackupPolicy) -> String {
    policy.isEnabled ? "Succeeded" : "NeverExecuted"
  }

  /// The role called `name` (nil: the factory's), in the words of the call's revision.
  private func reference(
    to name: String?,
    _ registrations: [Registration],
    _ call: ApplianceCall
  ) -> ApplianceWire.RoleReference {
    let found = registrations.first { role in name.map { $0 == role.name } ?? role.isFactoryRole }
    guard let role = found else { return .none }
    if call.revision < Self.perWorkload { return .amazonAccountId(role.id) }
    if call.revision < Self.identities { return .roleId(role.id) }
    return .identity(
      .init(id: role.id, type: "Account", awsId: role.account, name: role.name, regionType: "Global")
    )
  }
}
