import FoundationEssentials

/// Everything there is in a simulated world, as one value.
struct WorldState: Sendable {
  /// A request to make an account; it is done a moment after it was made.
  struct AccountRequest: Hashable, Sendable {
    let id: String
    let account: String
    let name: String
    let requestedAt: Date
  }

  let managementAccount: String
  let backupAccount: String
  /// Region of the stack sets, the Lambdas stack and the secrets.
  let homeRegion: String
  let hasPaths: Bool
  /// Nil until CreateOrganization.
  var organization: OrganizationRecord?
  /// Whether StackSets may work in the organization.
  var hasStackSetsAccess = false
  var accountRequests: [AccountRequest] = []
  var stackSets: [StackSetRecord] = []
  /// Who waits for operations on stack sets.
  var waits: [OperationWait] = []
  /// Accounts that StackSets has no role in, with the words of the refusal.
  var lockedAccounts: [String: String] = [:]
  /// How fast stack sets work, for somebody who watches; nil: as fast as the stacks themselves.
  var pace: RolloutPace?
  var stacks = StackList()
  var secrets: [SecretRecord] = []
  var logs = LogStore()
  var iam = IAMState(seed: 0)
  /// Whether the appliance asks IAM when it tries a role: seeded worlds have registrations without roles.
  var hasLiveRoles = false
  var network = NetworkState(seed: 0)
  var storage = StorageState(seed: 0)
  var parameters = ParameterState()
  var queues = QueueState(seed: 0)
  var alarms = AlarmState()
  var topics = TopicState()
  var schedules = ScheduleState()
  /// Where the appliance lives; nil in worlds without one.
  var site: BackupSite?
  /// The Lambda functions, by ARN.
  var functions: [String: FunctionRecord] = [:]
  var identities: IdentityRegistry
  var keys: Keys
  var registrations = RegistrationList()
  var portalUsers: [PortalUser] = []
  /// Draws the ids of what is made while the sandbox runs.
  var generator: SeededGenerator
  /// Work that a call sets going: it starts, in a turn of its own, as soon as the change at hand is done.
  var orders: [@Sendable (World) async -> Void] = []

  /// The access keys a user of the sandbox gets.
  struct Keys: Hashable, Sendable {
    /// Management account, reads only.
    let organizationReader: Identity
    /// Management account.
    let organizationAdministrator: Identity
    /// The delegated administrator of StackSets.
    let delegated: Identity
    let backup: Identity
    /// An ordinary member.
    let member: Identity
  }
}
