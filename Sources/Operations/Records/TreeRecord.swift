package import Fleet

/// One unit with those below it as `tree` prints it; both numbers count the whole subtree.
package struct TreeRecord: OutputRecord {
  package let unit: OrganizationalUnit
  /// `Root/Workloads`.
  package let path: String
  /// Excluded accounts included; nil while the listing of accounts is not complete.
  package let accounts: Int?
  /// Nil: not known, since a source could not be read.
  package let ready: Int?
  package let children: [TreeRecord]

  /// The tree from the root on; nil if no unit was read.
  package init?(_ roster: Roster) {
    guard let root = roster.organization.roots.first else { return nil }
    self.init(unit: root, children: roster.organization.children(), of: roster)
  }

  private init(unit index: Int, children: [[Int]], of roster: Roster) {
    let counts = roster.unitCounts[index]
    let isComplete = roster.organization.isComplete
    unit = roster.organization.units[index]
    path = roster.organization.path(of: index)
    accounts = isComplete ? counts.total : nil
    ready = isComplete && counts.unknown == 0 ? counts.ready : nil
    self.children = children[index].map { TreeRecord(unit: $0, children: children, of: roster) }
  }

  package var value: OutputValue {
    .object([
      .init("id", .text(unit.id.rawValue)),
      .init("name", OutputValue(unit.name)),
      .init("accounts", OutputValue(accounts)),
      .init("ready", OutputValue(ready)),
      .init("children", .list(children.map(\.value))),
    ])
  }

  package static let columns = ["id", "name", "path", "accounts", "ready"]

  package var cells: [String] {
    [unit.id.rawValue, unit.name ?? "", path, accounts.map(String.init) ?? "", ready.map(String.init) ?? ""]
  }

  /// This unit and all below it, parents first, each with its depth.
  package func flattened(depth: Int = 0) -> [(depth: Int, record: TreeRecord)] {
    [(depth, self)] + children.flatMap { $0.flattened(depth: depth + 1) }
  }
}
