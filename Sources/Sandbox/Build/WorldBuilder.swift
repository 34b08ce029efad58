import FoundationEssentials

/// Builds the world that options describe: the same for equal options, but for what is running right now.
struct WorldBuilder {
  let options: SandboxOptions
  let now: Date

  /// History hangs on this moment and not on the clock, so that equal seeds make equal worlds.
  static let reference = Date(timeIntervalSince1970: 1_791_763_200)  // 2026-10-12T00:00:00Z

  /// Region of the stack sets, the Lambdas stack and the secrets.
  static let homeRegion = "eu-west-1"

  init(_ options: SandboxOptions) {
    self.options = options
    now = options.clock.now
  }

  func build() -> WorldState {
    let plan = TreeBuilder(options).build()
    var identities = IdentityRegistry(seed: options.seed)
    let keys = Self.keys(of: plan, in: &identities)
    var state = WorldState(
      managementAccount: plan.management,
      backupAccount: plan.backup,
      homeRegion: Self.homeRegion,
      hasPaths: options.paths,
      organization: plan.organization,
      hasStackSetsAccess: plan.organization != nil,
      identities: identities,
      keys: keys,
      generator: SeededGenerator(seed: options.seed, label: "later")
    )
    state.iam = IAMState(seed: options.seed)
    state.hasLiveRoles = options.functions != nil
    state.network = NetworkState(seed: options.seed)
    state.storage = StorageState(seed: options.seed)
    state.queues = QueueState(seed: options.seed)
    SiteBuilder(options.network).furnish(&state)
    // Whoever hands functions in has the world deployed, once its servers listen.
    let isFurnished = options.functions == nil && options.scenario != .fresh
    BackupAccountBuilder(seed: options.seed).furnish(&state, options.scenario, isSetUp: isFurnished)
    if isFurnished, let organization = state.organization {
      DeploymentBuilder(options, organization: organization, targets: plan.targets, now: now).furnish(&state)
    }
    return state
  }

  private static func keys(of plan: TreeBuilder.Plan, in identities: inout IdentityRegistry) -> WorldState.Keys {
    let keys = WorldState.Keys(
      organizationReader: identities.addUser("org-read", account: plan.management, access: .read),
      organizationAdministrator: identities.addUser("org-admin", account: plan.management, access: .write),
      delegated: identities.addUser("stacksets-admin", account: plan.delegated, access: .write),
      backup: identities.addUser("backup-operator", account: plan.backup, access: .write),
      member: identities.addUser("developer", account: plan.member, access: .write)
    )
    let trusted = [plan.management, plan.backup]
    identities.addRole("OrgReader", account: plan.management, access: .read) { $0.trustedAccounts = trusted }
    identities.addRole("OrgReaderMFA", account: plan.management, access: .read) {
      $0.trustedAccounts = trusted
      $0.needsMFA = true
    }
    identities.addRole("VendorReader", account: plan.management, access: .read) {
      $0.trustedAccounts = trusted
      $0.externalID = "rolecall-sandbox"
    }
    identities.addRole("WebReader", account: plan.management, access: .read) { $0.trustsWebIdentity = true }
    identities.addRole("BackupOperator", account: plan.backup, access: .write) { $0.trustedAccounts = trusted }
    return keys
  }
}
