import FoundationEssentials

/// Takes operations on stacks in, or refuses them in CloudFormation's words.
struct StackAdmission {
  enum Answer: Sendable {
    case started(StackOperation)
    /// The client asked before, with the same token.
    case known(stackID: String)

    var stackID: String {
      switch self {
      case .started(let operation): operation.stackID
      case .known(let id): id
      }
    }
  }

  let kinds: ResourceKinds
  let now: Date

  // MARK: Create

  func create(_ order: StackOrder, _ state: inout WorldState) throws(ServiceFailure) -> Answer {
    try checkName(order.name)
    if let known = state.stacks.find(order.name, account: order.account, region: order.region) {
      if let token = order.clientRequestToken, known.requestTokens.contains(token) { return .known(stackID: known.id) }
      throw ServiceFailure(code: "AlreadyExistsException", message: "Stack [\(order.name)] already exists")
    }
    let id = order.stackID ?? Self.newID(order, &state)
    let plan = try plan(order, id: id, previous: nil, state)
    if let policy = order.policy { _ = try StackPolicy(policy) }
    var record = Self.record(order, id: id, status: .createInProgress, now: now)
    record.bound = plan.bound
    record.parameters = plan.bound.shown
    state.stacks.add(record)
    return start(.create(plan), id, .createInProgress, order.clientRequestToken, &state)
  }

  /// Makes a stack that waits for the review of its change set.
  func create(
    _ order: StackOrder,
    reviewed stack: StackRecord,
    _ state: inout WorldState
  ) throws(ServiceFailure) -> Answer {
    let plan = try plan(order, id: stack.id, previous: nil, state)
    state.stacks.change(stack.id) { record in
      let (events, sets) = (record.events, record.changeSets)
      record = Self.record(order, id: stack.id, status: .reviewInProgress, now: stack.createdAt)
      record.bound = plan.bound
      record.parameters = plan.bound.shown
      (record.events, record.changeSets) = (events, sets)
    }
    return start(.create(plan), stack.id, .createInProgress, order.clientRequestToken, &state)
  }

  static func newID(_ order: StackOrder, _ state: inout WorldState) -> String {
    let partition = Partition(region: order.region).name
    return
      "arn:\(partition):cloudformation:\(order.region):\(order.account):stack/\(order.name)/\(state.generator.uuid())"
  }

  static func record(_ order: StackOrder, id: String, status: StackStatus, now: Date) -> StackRecord {
    var record = StackRecord(
      id: id,
      name: order.name,
      account: order.account,
      region: order.region,
      status: status,
      createdAt: now
    )
    record.template = order.template
    record.description = order.template.description
    record.tags = order.tags ?? []
    record.capabilities = order.capabilities
    record.roleARN = order.roleARN
    record.notificationARNs = order.notificationARNs
    record.timeoutInMinutes = order.timeoutInMinutes
    record.onFailure = order.onFailure
    record.isProtected = order.isProtected
    record.policy = order.policy
    return record
  }

  private func checkName(_ name: String) throws(ServiceFailure) {
    guard name.utf8.count <= 128, name.wholeMatch(of: /[a-zA-Z][-a-zA-Z0-9]*/) != nil else {
      throw .validation(
        """
        1 validation error detected: Value '\(name)' at 'stackName' failed to satisfy constraint: \
        Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*
        """
      )
    }
  }

  // MARK: Update

  func update(_ order: StackOrder, _ state: inout WorldState) throws(ServiceFailure) -> Answer {
    guard let stack = state.stacks.find(order.name, account: order.account, region: order.region) else {
      throw .validation("Stack [\(order.name)] does not exist")
    }
    if let token = order.clientRequestToken, stack.requestTokens.contains(token) { return .known(stackID: stack.id) }
    guard stack.status.isUpdatable else {
      throw .validation("Stack:\(stack.id) is in \(stack.status.rawValue) state and can not be updated.")
    }
    let plan = try plan(order, id: stack.id, previous: stack, state)
    guard try StackComparison(stack, plan, tags: order.tags, state).hasChanges else {
      throw .validation("No updates are to be performed.")
    }
    for policy in [order.policy, order.policyDuringUpdate] {
      if let policy { _ = try StackPolicy(policy) }
    }
    return start(.update(plan, order), stack.id, .updateInProgress, order.clientRequestToken, &state)
  }

  // MARK: Delete

  /// Nil when there is no such stack: deleting it again is no mistake.
  func delete(_ wanted: StackDeletion, _ state: inout WorldState) throws(ServiceFailure) -> Answer? {
    guard let stack = state.stacks.find(wanted.stack, account: wanted.account, region: wanted.region),
      stack.status != .deleteComplete
    else { return nil }
    guard !stack.isProtected else {
      throw .validation("Stack [\(stack.name)] cannot be deleted while TerminationProtection is enabled")
    }
    guard stack.status != .deleteInProgress else { return .known(stackID: stack.id) }
    guard !stack.status.isInProgress else {
      throw .validation("Stack [\(stack.name)] cannot be deleted while in status \(stack.status.rawValue)")
    }
    guard wanted.retaining.isEmpty || stack.status == .deleteFailed else {
      throw .validation(
        """
        Invalid operation on stack [\(stack.id)]. When you delete a stack, specify which resources to retain only when \
        the stack is in the DELETE_FAILED state.
        """
      )
    }
    let unknown = wanted.retaining.filter { stack.resource($0) == nil }
    guard unknown.isEmpty else {
      throw .validation(
        "The following resources to retain do not exist in the stack: [\(unknown.joined(separator: ", "))]"
      )
    }
    return start(
      .delete(retaining: Set(wanted.retaining), from: stack.status),
      stack.id,
      .deleteInProgress,
      wanted.clientRequestToken,
      &state
    )
  }

  // MARK: What all have in common

  /// Checks the order against the template and the account.
  func plan(
    _ order: StackOrder,
    id: String,
    previous: StackRecord?,
    _ state: WorldState
  ) throws(ServiceFailure) -> StackPlan {
    try TemplateDemands(order.template).check(capabilities: order.capabilities, kinds: kinds)
    var bound = try ParameterBinder(template: order.template, previous: previous?.bound ?? BoundParameters())
      .bind(order.parameters)
    let place = StackPlace(
      account: order.account,
      region: order.region,
      stackID: id,
      stackName: previous?.name ?? order.name,
      notificationARNs: order.notificationARNs
    )
    let surroundings = try Surroundings(of: &bound, order.template, place, state)
    return try StackPlan(order.template, bound: bound, place: place, surroundings: surroundings)
  }

  private func start(
    _ work: StackOperation.Work,
    _ id: String,
    _ status: StackStatus,
    _ token: String?,
    _ state: inout WorldState
  ) -> Answer {
    let number = state.stacks.change(id) { record in
      record.operationCount += 1
      if let token { record.requestTokens.insert(token) }
      record.enter(status, reason: "User Initiated", at: now, token: token)
      return record.operationCount
    }
    return .started(StackOperation(stackID: id, work: work, number: number ?? 0, clientRequestToken: token))
  }
}

extension StackRecord {
  /// Comes into `status` and writes the event of it.
  mutating func enter(_ status: StackStatus, reason: String?, at now: Date, token: String? = nil) {
    self.status = status
    self.reason = reason
    switch status {
    case .updateInProgress: updatedAt = now
    case .deleteInProgress, .deleteComplete: deletedAt = now
    default: break
    }
    note(name, id, "AWS::CloudFormation::Stack", status.rawValue, reason, at: now, token: token)
  }

  /// Writes an event.
  mutating func note(
    _ logicalID: String,
    _ physicalID: String,
    _ type: String,
    _ status: String,
    _ reason: String?,
    at now: Date,
    token: String? = nil
  ) {
    events.append(
      Event(
        id: "\(logicalID)-\(status)-\(events.count)",
        logicalID: logicalID,
        physicalID: physicalID,
        resourceType: type,
        status: status,
        reason: reason,
        at: now,
        clientRequestToken: token
      )
    )
  }
}
