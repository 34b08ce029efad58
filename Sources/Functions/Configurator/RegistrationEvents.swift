import Transport
import Veeam

/// Carries out Create, Update and Delete of `Custom::VeeamAwsConfigurator`.
///
/// The physical id of a registration, `v1.<key version>.<MAC>`, proves stack, account, role and purpose, so that it is
/// constant as long as these are. When an Update changes role or purpose the id changes with them, which CloudFormation
/// takes for a replacement: at the end of the stack's update it sends a Delete with the old id and the old properties.
/// That Delete is verified as any other, and finds nothing: the entry was changed in place and no longer answers to the
/// old role and purpose (``RegistrationIdentity/entry(among:organization:)``). A rollback does the same the other way.
struct RegistrationEvents: Sendable {
  /// How the signing key's versions are read.
  struct Keys: Sendable {
    let current: @Sendable () async throws -> SigningKey
    /// The one that made an id; throws ``SecretFault/gone`` where that version is no more.
    let maker: @Sendable (PhysicalID) async throws -> SigningKey
  }

  let settings: ConfiguratorSettings
  let desk: ApplianceDesk
  let keys: Keys
  let environment: FunctionEnvironment
  let patience: Patience
  let log: FunctionLog

  // MARK: Create

  /// The id that the registration will have.
  func newID(_ identity: RegistrationIdentity) async throws -> String {
    try await keys.current().physicalID(.registration, identity.fields).text
  }

  /// Registers a role.
  ///
  /// - Parameter wanted: What is to be registered.
  /// - Returns: Takes back what a forged event, whose answer nobody accepts, has made; nil where nothing was added.
  /// - Throws: Why it fails.
  func create(_ wanted: WantedRegistration) async throws -> (@Sendable () async throws -> Void)? {
    guard try await register(wanted, replacing: nil, claiming: .none) == .added else { return nil }
    let later = RegistrationEvents(
      settings: settings,
      desk: desk,
      keys: keys,
      environment: environment,
      patience: .none(environment),
      log: log
    )
    return { try await later.undo(wanted.identity) }
  }

  private func undo(_ identity: RegistrationIdentity) async throws {
    _ = try await desk.withSession(patience, log) { session in try await registrar(session).remove(identity) }
  }

  private func register(
    _ wanted: WantedRegistration,
    replacing old: RegistrationIdentity?,
    claiming claim: Registrar.Claim
  ) async throws -> Registrar.Made {
    let start = environment.timepiece.now()
    let made = try await desk.withSession(patience, log) { session in
      try await registrar(session).register(wanted, replacing: old, claiming: claim)
    }
    log.write(.register, .done, "\(made)", took: environment.timepiece.now() - start)
    return made
  }

  // MARK: Update

  /// Follows a change of role, external id or purpose in place; registers anew what is gone.
  ///
  /// - Parameters:
  ///   - properties: The new ones.
  ///   - old: Those of the last success; nil where they cannot be read.
  ///   - text: The physical id of the last success, or of a failed update that is rolled back now.
  ///   - stack: The stack.
  /// - Returns: The physical id from now on.
  /// - Throws: Why it fails.
  func update(
    _ properties: RegistrationProperties,
    from old: RegistrationProperties?,
    physicalID text: String,
    stack: StackARN
  ) async throws -> String {
    let wanted = try properties.wanted(by: stack)
    guard let id = PhysicalID(text), id.scheme == .registration else {
      // The reference's id proves nothing. While people move over it stays, since another one would bring a Delete.
      _ = try await register(wanted, replacing: nil, claiming: settings.isMigrating ? .unmarked : .none)
      return settings.isMigrating ? text : try await newID(wanted.identity)
    }
    // Old properties that are none of ours belong to a failed update, and then the id is of the new ones.
    let former = try? old?.wanted(by: stack).identity
    guard let key = try await maker(of: id), key.proves(id, wanted.identity.fields) || key.proves(id, former?.fields)
    else {
      log.write(.admission, .refused, "the physical id was not made for this stack, role and purpose")
      throw Refusal(
        "the resource's physical id was not made by this function for this stack and role, or the signing key is "
          + "another one than then; nothing was changed"
      )
    }
    let keepsID = key.proves(id, wanted.identity.fields)
    if keepsID, let old, properties.registersAs(old) {
      log.write(.register, .done, "nothing to do")
      return text
    }
    // The id first: without it the entry could not be removed again.
    let newText = keepsID ? text : try await newID(wanted.identity)
    _ = try await register(wanted, replacing: former, claiming: settings.isMigrating ? .unmarked : .none)
    return newText
  }

  // MARK: Delete

  /// Removes the registration that the physical id proves to be the stack's; whatever else is asked for stays.
  ///
  /// - Throws: Only where the role has to stay alive for the entry's sake.
  func delete(_ properties: RegistrationProperties, physicalID text: String, stack: StackARN) async throws {
    guard settings.deleteMode != .keep else { return log.write(.remove, .done, "left: DeleteMode is keep") }
    let wanted: WantedRegistration
    do throws(Refusal) {
      wanted = try properties.wanted(by: stack)
    } catch {
      return log.write(.admission, .refused, "\(error.sentence); the entry is left")
    }
    do {
      guard let id = PhysicalID(text), id.scheme == .registration, let key = try await maker(of: id),
        key.proves(id, wanted.identity.fields)
      else {
        return log.write(.admission, .refused, "the physical id proves nothing; the entry is left")
      }
      try await desk.withSession(patience, log) { session in
        try await delete(wanted, properties.onDeleteInUse, registrar(session))
      }
    } catch {
      // Whoever chose Retain wants the stack gone, also while the appliance cannot be asked.
      guard properties.onDeleteInUse == .retain, !(error is EntryInUse), !(error is CancellationError) else {
        throw error
      }
      log.write(.remove, .refused, "\(sentence(of: error)); the entry is left, since OnDeleteInUse is Retain")
    }
  }

  private func delete(
    _ wanted: WantedRegistration,
    _ choice: RegistrationProperties.OnDeleteInUse,
    _ registrar: Registrar
  ) async throws {
    if settings.deleteMode == .mark { return try await release(wanted, registrar, because: "DeleteMode is mark") }
    switch try await registrar.remove(wanted.identity) {
    case .absent: log.write(.remove, .done, "there is no entry of this stack, role and purpose")
    case .removed: return
    case .inUse(let uses):
      let users = uses.joined(separator: " ")
      guard choice == .retain else { throw EntryInUse(name: wanted.identity.name, users: users) }
      try await release(wanted, registrar, because: users)
    }
  }

  private func release(_ wanted: WantedRegistration, _ registrar: Registrar, because reason: String) async throws {
    let wasThere = try await registrar.release(wanted)
    log.write(.release, .done, wasThere ? reason : "there is no entry of this stack, role and purpose")
  }

  // MARK: Pieces

  /// The key that made an id; nil where nobody has it any more.
  private func maker(of id: PhysicalID) async throws -> SigningKey? {
    do {
      return try await keys.maker(id)
    } catch SecretFault.gone {
      return nil
    }
  }

  private func registrar(_ session: ApplianceDesk.Session) -> Registrar {
    Registrar(
      appliance: session.appliance,
      organization: settings.organization,
      patience: patience,
      log: log
    )
  }
}

extension SigningKey {
  fileprivate func proves(_ id: PhysicalID, _ fields: [String]?) -> Bool {
    guard let fields else { return false }
    return proves(id, fields)
  }
}

/// The entry cannot go, and so its role must not.
struct EntryInUse: Explained, Equatable {
  let name: String
  /// Who uses it, in the appliance's words.
  let users: String

  var sentence: String {
    "the appliance's entry \(name) is in use, so that it and its role stay. \(users) Take the role out of there, or set "
      + "OnDeleteInUse to Retain"
  }
}
