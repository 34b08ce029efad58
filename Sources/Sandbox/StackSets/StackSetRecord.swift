import FoundationEssentials

/// One stack set with its instances and operations.
struct StackSetRecord: Sendable {
  struct AutoDeployment: Hashable, Sendable {
    var isEnabled: Bool
    var retainsStacks: Bool
    /// Stack sets whose automatic deployment goes first.
    var dependencies: [String] = []
  }

  struct Parameter: Hashable, Sendable {
    let key: String
    let value: String
  }

  let name: String
  /// `name:uuid`.
  let id: String
  /// The account whose stack set it is; for service-managed ones always the management account.
  let owner: String
  let region: String
  var description: String
  let isServiceManaged: Bool
  var templateBody: String
  /// The same, read once for all stacks that are made of it; nil in a furnished set.
  var template: Template?
  var parameters: [Parameter] = []
  var capabilities: [String] = []
  var tags: [ResourceTag] = []
  var autoDeployment: AutoDeployment?
  var hasManagedExecution = false
  /// Units that automatic deployment follows.
  var targets: [String] = []
  var regions: [String] = []
  var clientRequestToken: String?
  /// Ordered by account, then region.
  private(set) var instances: [InstanceRecord] = []
  /// Newest first.
  var operations: [OperationRecord] = []
  /// Places that operations are at work on, or will be.
  var busy: Set<InstanceRecord.Place> = []
  /// Operations that wait for others, the first one first.
  var queue: [String] = []

  var arn: String { "arn:aws:cloudformation:\(region):\(owner):stackset/\(id)" }

  /// - Throws: `ValidationError` for the body of a furnished set that is no template.
  func readTemplate() throws(ServiceFailure) -> Template {
    if let template { return template }
    return try Template(templateBody)
  }

  func runningOperation(at now: Date) -> OperationRecord? { operations.first { $0.isRunning(at: now) } }

  // MARK: Instances

  func instance(account: String, region: String) -> InstanceRecord? {
    instance(at: .init(account: account, region: region))
  }

  func instance(at place: InstanceRecord.Place) -> InstanceRecord? { index(of: place).map { instances[$0] } }

  mutating func add(_ more: [InstanceRecord]) {
    if more.count == 1, let one = more.first {
      instances.insert(one, at: position(of: one.place))
    } else {
      instances = (instances + more).sorted { $0.place < $1.place }
    }
  }

  /// Changes the instance at `place`, if there is one.
  mutating func change(_ place: InstanceRecord.Place, _ body: (inout InstanceRecord) -> Void) {
    if let index = index(of: place) { body(&instances[index]) }
  }

  private mutating func changeAll(_ body: (inout InstanceRecord) -> Void) {
    for index in instances.indices { body(&instances[index]) }
  }

  /// The definition has changed: no instance is current any more.
  mutating func outdate() {
    changeAll { instance in
      guard instance.settled.status != .inoperable else { return }
      instance.settled.status = .outdated
      if instance.settled.detailed == .succeeded { instance.settled.detailed = .pending }
    }
  }

  mutating func removeInstance(at place: InstanceRecord.Place) {
    if let index = index(of: place) { instances.remove(at: index) }
  }

  private func index(of place: InstanceRecord.Place) -> Int? {
    let index = position(of: place)
    return index < instances.count && instances[index].place == place ? index : nil
  }

  /// Where the first instance is that does not come before `place`.
  private func position(of place: InstanceRecord.Place) -> Int {
    var (low, high) = (0, instances.count)
    while low < high {
      let middle = (low + high) / 2
      if instances[middle].place < place { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// What the stack of `instance` is made with: the set's parameters, but for the instance's own values.
  func parameters(of instance: InstanceRecord) -> [Parameter] {
    guard !instance.overrides.isEmpty else { return parameters }
    let own = Dictionary(instance.overrides.map { ($0.key, $0.value) }, uniquingKeysWith: { _, last in last })
    let named = Set(parameters.map(\.key))
    return parameters.map { Parameter(key: $0.key, value: own[$0.key] ?? $0.value) }
      + instance.overrides.filter { !named.contains($0.key) }
  }
}
