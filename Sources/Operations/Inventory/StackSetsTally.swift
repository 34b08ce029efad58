import AWSQuery
import Fleet

/// What was read of the stack sets so far, several being read at once.
actor StackSetsTally {
  private struct Key: Hashable {
    let set: StackSetName
    let account: AccountID
    let region: RegionName
  }

  private var sets: [StackSetName: StackSet] = [:]
  private var instances: [StackInstance] = []
  private var indices: [Key: Int] = [:]
  private var missing: [StackSetName: SourceProblem] = [:]
  private var intern = Interner()
  private let tell: @Sendable (InventoryEvent) -> Void

  init(_ tell: @escaping @Sendable (InventoryEvent) -> Void) { self.tell = tell }

  func add(_ set: StackSet) { sets[set.name] = set }

  func notFound(_ name: StackSetName, _ problem: SourceProblem) { missing[name] = problem }

  /// Adds a page; an instance that is there already is replaced, since a list under change may repeat itself.
  func add(_ listed: [CloudFormation.StackInstance], of name: StackSetName) {
    for listed in listed {
      guard let account = AccountID(rawValue: listed.account) else { continue }
      let instance = StackInstance(
        stackSet: name,
        account: account,
        region: RegionName(rawValue: intern(listed.region)),
        status: .init(rawValue: intern(listed.status)),
        detailedStatus: listed.detailedStatus.map { .init(rawValue: intern($0)) },
        driftStatus: listed.driftStatus.map { .init(rawValue: intern($0)) },
        statusReason: listed.statusReason.map { intern($0) },
        lastOperationID: listed.lastOperationID.map { intern($0) },
        targetedUnit: listed.organizationalUnitID.flatMap { OrganizationalUnitID(rawValue: intern($0)) },
        stackID: listed.stackID
      )
      let key = Key(set: name, account: account, region: instance.region)
      if let index = indices[key] {
        instances[index] = instance
      } else {
        indices[key] = instances.count
        instances.append(instance)
      }
    }
    tell(.progress(.stackSets, read: instances.count, expected: nil))
  }

  func reading(inOrderOf names: [StackSetName]) -> StackSetsReading {
    StackSetsReading(
      sets: names.compactMap { sets[$0] },
      instances: instances,
      notFound: names.filter { missing[$0] != nil }
    )
  }

  /// Why a stack set was not found; nil if all were.
  var problem: SourceProblem? { missing.min { $0.key < $1.key }?.value }
}
