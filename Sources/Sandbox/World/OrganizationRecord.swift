import FoundationEssentials

/// The organization: its root, units and accounts, in flat arrays that point at each other by index.
struct OrganizationRecord: Sendable {
  struct Unit: Hashable, Sendable {
    let id: String
    let name: String
    /// Nil for the root.
    let parent: Int?
    /// `o-…/r-…/ou-…/`.
    let path: String
    let depth: Int
    fileprivate(set) var children: [Int] = []
    fileprivate(set) var accounts: [Int] = []
  }

  /// A member that acts for the organization in a service.
  struct Delegation: Hashable, Sendable {
    let account: String
    let principal: String
    let since: Date
  }

  /// Organizations allows five levels below the root.
  static let deepest = 5

  let id: String
  let managementAccount: String
  /// The root first, a parent always before its children.
  private(set) var units: [Unit]
  private(set) var accounts: [AccountRecord] = []
  var delegations: [Delegation] = []
  /// Besides `FullAWSAccess`, which everything has.
  var controls: [ServiceControlPolicy] = []
  /// Services that may work in the organization, by principal, and since when.
  var trustedServices: [String: Date] = [:]

  private var unitIndices: [String: Int]
  private var accountIndices: [String: Int] = [:]

  init(id: String, rootID: String, managementAccount: String) {
    self.id = id
    self.managementAccount = managementAccount
    units = [Unit(id: rootID, name: "Root", parent: nil, path: "\(id)/\(rootID)/", depth: 0)]
    unitIndices = [rootID: 0]
  }

  var root: Unit { units[0] }

  // MARK: Growing

  @discardableResult
  mutating func addUnit(id: String, name: String, parent: Int) -> Int {
    let unit = Unit(
      id: id,
      name: name,
      parent: parent,
      path: units[parent].path + id + "/",
      depth: units[parent].depth + 1
    )
    units.append(unit)
    units[parent].children.append(units.count - 1)
    unitIndices[id] = units.count - 1
    return units.count - 1
  }

  mutating func add(_ account: AccountRecord) {
    accounts.append(account)
    accountIndices[account.id] = accounts.count - 1
    units[account.unit].accounts.append(accounts.count - 1)
  }

  mutating func move(account index: Int, to unit: Int) {
    units[accounts[index].unit].accounts.removeAll { $0 == index }
    units[unit].accounts.append(index)
    accounts[index].unit = unit
  }

  mutating func setState(_ state: AccountRecord.State, ofAccount index: Int) { accounts[index].state = state }

  // MARK: Looking

  func unitIndex(_ id: String) -> Int? { unitIndices[id] }

  func accountIndex(_ id: String) -> Int? { accountIndices[id] }

  func account(_ id: String) -> AccountRecord? { accountIndices[id].map { accounts[$0] } }

  /// Indices of all accounts in `unit` and the units below it.
  func accountsBelow(unit: Int) -> [Int] {
    units[unit].accounts + units[unit].children.flatMap { accountsBelow(unit: $0) }
  }

  /// Indices of `unit` and all units below it.
  func unitsBelow(unit: Int) -> [Int] {
    [unit] + units[unit].children.flatMap { unitsBelow(unit: $0) }
  }

  /// The service control policies that hold for an account: its own and those of the units above it.
  func controls(above account: String) -> [ServiceControlPolicy] {
    var targets: Set<String> = [account]
    var unit = self.account(account)?.unit
    while let index = unit {
      targets.insert(units[index].id)
      unit = units[index].parent
    }
    return controls.filter { !$0.targets.isDisjoint(with: targets) }
  }

  func isDelegated(_ account: String, for principal: String? = nil) -> Bool {
    delegations.contains { $0.account == account && (principal == nil || $0.principal == principal) }
  }

  func arn(_ kind: String, _ rest: String) -> String {
    "arn:aws:organizations::\(managementAccount):\(kind)/\(rest)"
  }
}
