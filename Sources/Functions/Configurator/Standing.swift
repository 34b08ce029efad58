import Fleet
import Veeam

/// What the appliance's entries are to one registration.
enum Standing: Equatable {
  case absent
  /// Made by this stack: for this role, or under this name.
  case own(IAMRole)
  /// Let go by the stack that had it; whoever registers the account's role next may have it.
  case released(IAMRole)
  /// Of this role, without a mark: made by hand or by the reference's function.
  case unmarked(IAMRole)
  /// Somebody else's, under this name or of this role.
  case foreign(IAMRole)

  /// Looks among `entries`, which are all whose name holds the account's number.
  init(of identity: RegistrationIdentity, among entries: [IAMRole], organization: String) {
    let mark = identity.mark(organization)
    let named = entries.filter { $0.isNamed(identity.name) }
    let sameRole = entries.filter { $0.isOf(identity) && $0.hasRoleName(identity.roleName) }
    let own = (named + sameRole.filter { $0.isNamed(for: identity) })
      .first { $0.isOf(identity) && $0.mark?.isOfStack(mark) == true }
    // Entries of the same role for other purposes of the same stack are no competitors.
    let others = named + sameRole.filter { $0.mark?.isOfStack(mark) != true }
    if let own {
      self = .own(own)
    } else if let first = others.first(where: { !$0.isReleased(by: identity) && !$0.isUnmarkedRole(of: identity) }) {
      self = .foreign(first)
    } else if let first = others.first(where: { $0.mark == nil }) {
      self = .unmarked(first)
    } else if let first = others.first {
      self = .released(first)
    } else {
      self = .absent
    }
  }
}

extension RegistrationIdentity {
  /// The entry that is exactly this registration: of the stack, the account, the role and the purpose.
  ///
  /// Strict on purpose. When an Update changes role or purpose, the entry is changed in place, and the Delete that
  /// CloudFormation sends afterwards for the old physical id names the old role and purpose: nothing may match it then.
  func entry(among entries: [IAMRole], organization: String) -> IAMRole? {
    let mark = mark(organization)
    return entries.first {
      $0.isOf(self) && $0.hasRoleName(roleName) && $0.isNamed(for: self) && $0.mark?.isOfStack(mark) == true
    }
  }
}

extension IAMRole {
  var mark: RoleRegistration.Mark? { RoleRegistration.Mark(description: description) }

  fileprivate func isOf(_ identity: RegistrationIdentity) -> Bool { accountId == identity.account.rawValue }

  /// Appliances may or may not tell case apart in names, so an entry of another case is in the way too.
  fileprivate func isNamed(_ name: String) -> Bool { self.name.lowercased() == name.lowercased() }

  /// Whether its name is the registration's, or none that tells a purpose: people may rename entries.
  fileprivate func isNamed(for identity: RegistrationIdentity) -> Bool {
    let prefix = "\(identity.account)-"
    guard name.hasPrefix(prefix) else { return true }
    let purpose = Purpose(rawValue: String(name.dropFirst(prefix.count)))
    return purpose == identity.purpose || !Purpose.known.contains(purpose)
  }

  fileprivate func isReleased(by identity: RegistrationIdentity) -> Bool {
    isOf(identity) && mark?.isReleased == true
  }

  fileprivate func isUnmarkedRole(of identity: RegistrationIdentity) -> Bool {
    isOf(identity) && mark == nil && hasRoleName(identity.roleName)
  }
}

extension RoleRegistration.Mark {
  /// Whether both name the same stack, released or not.
  fileprivate func isOfStack(_ other: RoleRegistration.Mark) -> Bool {
    organization == other.organization && stackDigest == other.stackDigest
  }
}
