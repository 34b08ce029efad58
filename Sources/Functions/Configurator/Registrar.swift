import Fleet
import Veeam

/// Makes the appliance's entries what a stack wants them to be, without ever touching somebody else's.
struct Registrar: Sendable {
  /// What an entry of somebody else may become.
  enum Claim: Sendable {
    /// Nothing: it is theirs.
    case none
    /// Ours, if it carries no mark at all and is of the same role: while people move over from the reference.
    case unmarked
    /// Ours, whatever it is: an operator of the backup account wants it.
    case any
  }

  enum Made: Equatable, Sendable {
    case added
    /// It was the stack's own.
    case changed
    /// It was released, unmarked, or taken over.
    case claimed
  }

  enum Removal: Equatable, Sendable {
    case absent
    case removed
    /// Who uses it, in the appliance's words.
    case inUse([String])
  }

  let appliance: Appliance
  let organization: String
  let patience: Patience
  let log: FunctionLog

  // MARK: Registering

  /// Registers a role; safe to repeat, also when an earlier run was cut off anywhere.
  ///
  /// With `old` the entry of that registration is changed in place, so that policies that use it keep it.
  /// A role that cannot be assumed is tried again as long as patience lasts: AWS takes minutes until a new trust policy
  /// holds everywhere.
  ///
  /// - Parameters:
  ///   - wanted: What is to be registered.
  ///   - old: What was registered before an update.
  ///   - claim: What may happen to somebody else's entry.
  /// - Returns: What was done.
  /// - Throws: ``ForeignEntry``, `ApplianceError`.
  func register(
    _ wanted: WantedRegistration,
    replacing old: RegistrationIdentity? = nil,
    claiming claim: Claim = .none
  ) async throws -> Made {
    var attempts = RegistrationAttempts()
    while true {
      let failure: any Error
      do {
        return try await attempt(wanted, replacing: old, claiming: claim)
      } catch {
        failure = error
      }
      guard let delay = attempts.delay(after: failure), try await patience.wait(delay) else { throw failure }
      log.write(.register, .retried, sentence(of: failure))
    }
  }

  private func attempt(
    _ wanted: WantedRegistration,
    replacing old: RegistrationIdentity?,
    claiming claim: Claim
  ) async throws -> Made {
    let entries = try await entries(of: wanted.identity)
    switch Standing(of: wanted.identity, among: entries, organization: organization) {
    case .own(let entry):
      // A name that people gave stays, unless it would lead the Delete of the old purpose here.
      let keepsName = old.map { $0.purpose == wanted.identity.purpose } ?? true
      try await change(entry, to: wanted, name: keepsName ? entry.name : wanted.identity.name)
      return .changed
    case .released(let entry):
      try await change(entry, to: wanted, name: wanted.identity.name)
      return .claimed
    case .unmarked(let entry) where claim != .none:
      try await change(entry, to: wanted, name: entry.name)
      return .claimed
    case .foreign(let entry) where claim == .any:
      try await change(entry, to: wanted, name: wanted.identity.name)
      return .claimed
    case .unmarked(let entry), .foreign(let entry):
      throw ForeignEntry(name: entry.name, identity: wanted.identity)
    case .absent:
      if let entry = old?.entry(among: entries, organization: organization) {
        // Renamed in any case: the old name must not lead the old registration's Delete here.
        try await change(entry, to: wanted, name: wanted.identity.name)
        return .changed
      }
      try await add(wanted)
      return .added
    }
  }

  private func add(_ wanted: WantedRegistration) async throws {
    let failure: any Error
    do {
      return try await appliance.addRole(spec(wanted, name: wanted.identity.name))
    } catch {
      failure = error
    }
    // The answer may have been lost, or a repeated invocation may have been quicker.
    guard RegistrationAttempts.leavesOpen(failure),
      case .own = Standing(
        of: wanted.identity,
        among: try await entries(of: wanted.identity),
        organization: organization
      )
    else { throw failure }
  }

  private func change(_ entry: IAMRole, to wanted: WantedRegistration, name: String) async throws {
    try await appliance.updateRole(entry.id, to: spec(wanted, name: name, keeping: entry.description))
  }

  // MARK: Removing

  /// Removes a registration, if nothing uses it; safe to repeat.
  func remove(_ identity: RegistrationIdentity) async throws -> Removal {
    guard let entry = try await entry(of: identity) else { return .absent }
    let failure: any Error
    do {
      let uses = try await log.timing(.checkUse) { try await appliance.validateRemoval(entry.id) }
      guard uses.isEmpty else { return .inUse(uses) }
      let wasThere = try await log.timing(.remove) { try await appliance.removeRole(entry.id) }
      return wasThere ? .removed : .absent
    } catch {
      failure = error
    }
    switch failure as? ApplianceError {
    case let error? where error.isNotFound: return .absent
    // A policy that began to use it after the check.
    case .refused(400, _, let message), .refused(409, _, let message): return .inUse([message])
    default: throw failure
    }
  }

  /// Marks a registration as let go, so that the next stack may have it; false where it is not there.
  func release(_ wanted: WantedRegistration) async throws -> Bool {
    guard let entry = try await entry(of: wanted.identity) else { return false }
    var released = spec(wanted, name: entry.name)
    var mark = wanted.identity.mark(organization)
    mark.isReleased = true
    released.description = mark.description(keeping: entry.description)
    try await log.timing(.release) { [released] in try await appliance.updateRole(entry.id, to: released) }
    return true
  }

  // MARK: Pieces

  private func entry(of identity: RegistrationIdentity) async throws -> IAMRole? {
    identity.entry(among: try await entries(of: identity), organization: organization)
  }

  private func entries(of identity: RegistrationIdentity) async throws -> [IAMRole] {
    try await log.timing(.lookUp) { try await appliance.roles(matching: identity.account.rawValue).all() }
  }

  private func spec(_ wanted: WantedRegistration, name: String, keeping description: String = "") -> RoleSpec {
    RoleSpec(
      name: name,
      description: wanted.identity.mark(organization).description(keeping: description),
      account: wanted.identity.account.rawValue,
      roleName: wanted.identity.roleName,
      externalID: wanted.externalID,
      permissions: wanted.permissions
    )
  }
}
