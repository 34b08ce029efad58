/// The organization: its root, units and accounts in two flat arrays that point at each other by index, so that 50,000
/// accounts are cheap to copy, filter and sort.
///
/// Grows while pages arrive (``place(path:)``, ``append(_:)``, ``setName(_:of:)``); a parent always stands before its
/// children in ``units``.
package struct Organization: Hashable, Sendable {
  /// `o-…`.
  package let id: String
  package var managementAccount: AccountID?
  package private(set) var units: [OrganizationalUnit] = []
  /// In the order of the listing, which says nothing.
  package private(set) var accounts: [Account] = []
  /// Whether the listing of accounts was read to its end.
  ///
  /// Only then may "not in the organization" be concluded.
  package var isComplete = false

  private var unitIndices: [OrganizationalUnitID: Int] = [:]
  private var accountIndices: [AccountID: Int] = [:]

  package init(id: String, managementAccount: AccountID? = nil) {
    self.id = id
    self.managementAccount = managementAccount
  }

  // MARK: Growing

  /// Makes sure that the units along `path` (the root first) exist and returns the index of the last; nil if empty.
  @discardableResult
  package mutating func place(path: [OrganizationalUnitID]) -> Int? {
    var parent: Int?
    for id in path {
      if let known = unitIndices[id] {
        parent = known
      } else {
        units.append(OrganizationalUnit(id: id, name: nil, parent: parent))
        unitIndices[id] = units.count - 1
        parent = units.count - 1
      }
    }
    return parent
  }

  /// Adds accounts; one that is already there is replaced, since a listing under change may repeat an account.
  package mutating func append(_ more: some Sequence<Account>) {
    for account in more {
      if let index = accountIndices[account.id] {
        accounts[index] = account
      } else {
        accountIndices[account.id] = accounts.count
        accounts.append(account)
      }
    }
  }

  /// Sets the name of a unit; one that no path has named yet is ignored.
  package mutating func setName(_ name: String, of id: OrganizationalUnitID) {
    guard let index = unitIndices[id] else { return }
    units[index].name = name
  }

  // MARK: Looking

  package func index(of id: AccountID) -> Int? { accountIndices[id] }

  package func index(of id: OrganizationalUnitID) -> Int? { unitIndices[id] }

  /// The unit and those above it, root first.
  package func ancestry(of unit: Int) -> [Int] {
    var chain = [unit]
    while let last = chain.last, let parent = units[last].parent { chain.append(parent) }
    return chain.reversed()
  }

  /// `Root/Workloads/Prod`; a `/` inside a name is written `\/`.
  package func path(of unit: Int) -> String {
    ancestry(of: unit).map { units[$0].label.replacing("/", with: "\\/") }.joined(separator: "/")
  }

  /// Child units of every unit, by index, each list ordered by name.
  package func children() -> [[Int]] {
    var children = [[Int]](repeating: [], count: units.count)
    for (index, unit) in units.enumerated() {
      if let parent = unit.parent { children[parent].append(index) }
    }
    for index in children.indices {
      children[index].sort { (units[$0].label, units[$0].id) < (units[$1].label, units[$1].id) }
    }
    return children
  }

  /// Units without a parent: one, as AWS has it today.
  package var roots: [Int] { units.indices.filter { units[$0].parent == nil } }
}
