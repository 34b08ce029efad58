/// Change sets: operations that are planned first.
extension StacksService {
  func createChangeSet(_ state: inout WorldState) throws(ServiceFailure) -> StackSetsService.Body {
    let name = try input.required("ChangeSetName")
    let stackName = try input.required("StackName")
    guard let kind = ChangeSetRecord.Kind(rawValue: input.string("ChangeSetType") ?? "UPDATE") else {
      throw .validation("ChangeSetType \(input.string("ChangeSetType") ?? "") is not supported")
    }
    let known = state.stacks.find(stackName, account: caller.account, region: region)
    let stack = try planned(stackName, kind, known, &state)
    // Those that were carried out, or fell behind one that was, are gone: CloudFormation deletes them then.
    let isTaken = stack.changeSets.contains { set in
      set.name == name && set.executionStatus != .executeComplete && set.executionStatus != .obsolete
    }
    guard !isTaken else {
      throw ServiceFailure(
        code: "AlreadyExistsException",
        message: "ChangeSet \(name) cannot be created due to a mismatch with existing attribute Template"
      )
    }
    let template = try TemplateSource(input: input).template(state, previous: known?.template)
    let order = try order(named: stack.name, template)
    let set = ChangeSetRecord(
      id:
        "arn:\(Partition(region: region).name):cloudformation:\(region):\(caller.account):changeSet/\(name)/\(state.generator.uuid())",
      name: name,
      kind: kind,
      order: order,
      createdAt: now,
      plan: try plan(order, of: stack, kind, state)
    )
    if known == nil { state.stacks.add(stack) }
    state.stacks.change(stack.id) { record in
      record.changeSets.removeAll { $0.name == name }
      record.changeSets.append(set)
    }
    return { xml in
      xml.element("Id", set.id)
      xml.element("StackId", stack.id)
    }
  }

  /// The stack that the change set is for; a new one waits for its review.
  private func planned(
    _ name: String,
    _ kind: ChangeSetRecord.Kind,
    _ known: StackRecord?,
    _ state: inout WorldState
  ) throws(ServiceFailure) -> StackRecord {
    guard kind == .create else {
      guard let known else { throw .validation("Stack [\(name)] does not exist") }
      guard known.status.isUpdatable else {
        throw .validation("Stack:\(known.id) is in \(known.status.rawValue) state and can not be updated.")
      }
      return known
    }
    if let known {
      guard known.status == .reviewInProgress else {
        throw .validation(
          "Stack [\(name)] already exists and cannot be created again with the changeSet [\(try input.required("ChangeSetName"))]."
        )
      }
      return known
    }
    let template = try TemplateSource(input: input).template(state)
    let order = try order(named: name, template)
    var record = StackAdmission.record(
      order,
      id: StackAdmission.newID(order, &state),
      status: .reviewInProgress,
      now: now
    )
    record.template = nil
    record.enter(.reviewInProgress, reason: "User Initiated", at: now)
    return record
  }

  private func plan(
    _ order: StackOrder,
    of stack: StackRecord,
    _ kind: ChangeSetRecord.Kind,
    _ state: WorldState
  ) throws(ServiceFailure) -> ChangeSetRecord.Plan {
    let plan = try admission.plan(order, id: stack.id, previous: stack, state)
    let comparison = try StackComparison(stack, plan, tags: order.tags, state)
    let hasChanges = try comparison.hasChanges
    guard kind == .create || hasChanges else {
      return .failed(
        "The submitted information didn't contain changes. Submit different information to create a change set."
      )
    }
    return .changes(try comparison.changes(kinds))
  }

  func executeChangeSet(_ state: inout WorldState) throws(ServiceFailure) -> StackSetsService.Body {
    let (stack, set) = try changeSet(state)
    guard set.executionStatus == .available else {
      throw ServiceFailure(
        code: "InvalidChangeSetStatus",
        message:
          "ChangeSet [\(set.id)] cannot be executed in its current execution status of [\(set.executionStatus.rawValue)]"
      )
    }
    let answer =
      switch set.kind {
      case .create: try admission.create(set.order, reviewed: stack, &state)
      case .update: try admission.update(set.order, &state)
      }
    state.stacks.change(stack.id) { record in
      for index in record.changeSets.indices {
        let isThis = record.changeSets[index].id == set.id
        record.changeSets[index].executionStatus = isThis ? .executeComplete : .obsolete
      }
    }
    begin(answer, &state)
    return { _ in }
  }

  func deleteChangeSet(_ state: inout WorldState) throws(ServiceFailure) -> StackSetsService.Body {
    let (stack, set) = try changeSet(state)
    state.stacks.change(stack.id) { record in record.changeSets.removeAll { $0.id == set.id } }
    return { _ in }
  }

  private func changeSet(_ state: WorldState) throws(ServiceFailure) -> (StackRecord, ChangeSetRecord) {
    let name = try input.required("ChangeSetName")
    let stacks: [StackRecord] =
      if let stack = input.string("StackName") { [try own(stack, state)] } else {
        state.stacks.all(account: caller.account, region: region)
      }
    for stack in stacks {
      if let set = stack.changeSets.first(where: { $0.name == name || $0.id == name }) { return (stack, set) }
    }
    throw ServiceFailure(code: "ChangeSetNotFound", message: "ChangeSet [\(name)] does not exist", status: 404)
  }

  // MARK: Reads

  func describeChangeSet(_ state: WorldState) throws(ServiceFailure) -> StackSetsService.Body {
    let (stack, set) = try changeSet(state)
    return { xml in
      Self.writeHead(of: set, stack, to: &xml)
      xml.list("Parameters", set.order.parameters) { xml, parameter in
        let isHidden = set.order.template.parameter(parameter.key)?.isHidden ?? false
        xml.element("ParameterKey", parameter.key)
        xml.element("ParameterValue", isHidden ? "****" : parameter.value)
      }
      xml.list("NotificationARNs", set.order.notificationARNs)
      xml.list("Capabilities", set.order.capabilities)
      StackView.write(set.order.tags ?? [], to: &xml)
      xml.list("Changes", set.changes) { xml, change in
        xml.element("Type", "Resource")
        xml.element("ResourceChange") { Self.write(change, to: &$0) }
      }
    }
  }

  func listChangeSets(_ state: WorldState) throws(ServiceFailure) -> StackSetsService.Body {
    let stack = try own(try input.required("StackName"), state)
    return { xml in
      xml.list("Summaries", stack.changeSets) { Self.writeHead(of: $1, stack, to: &$0) }
    }
  }

  private static func writeHead(of set: ChangeSetRecord, _ stack: StackRecord, to xml: inout XMLWriter) {
    xml.element("ChangeSetName", set.name)
    xml.element("ChangeSetId", set.id)
    xml.element("StackId", stack.id)
    xml.element("StackName", stack.name)
    xml.element("CreationTime", set.createdAt)
    xml.element("Status", set.status.rawValue)
    xml.element("StatusReason", set.reason)
    xml.element("ExecutionStatus", set.executionStatus.rawValue)
  }

  private static func write(_ change: PlannedChange, to xml: inout XMLWriter) {
    xml.element("Action", change.action.rawValue)
    xml.element("LogicalResourceId", change.logicalID)
    xml.element("PhysicalResourceId", change.physicalID)
    xml.element("ResourceType", change.type)
    xml.element("Replacement", change.replacement?.rawValue)
    xml.list("Scope", change.properties.isEmpty ? [] : ["Properties"])
    xml.list("Details", change.properties) { xml, property in
      xml.element("Target") {
        $0.element("Attribute", "Properties")
        $0.element("Name", property)
      }
    }
  }
}
