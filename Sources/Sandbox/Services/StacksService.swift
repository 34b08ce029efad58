import FoundationEssentials

/// AWS CloudFormation over one world at one moment: the ordinary stacks of the caller's account.
struct StacksService {
  let input: QueryInput
  let caller: Identity
  let region: String
  let now: Date

  func answer(_ operation: String, _ state: WorldState) throws(ServiceFailure) -> StackSetsService.Body {
    operation == "DescribeStacks" ? try stacks(state) : try events(state)
  }

  private func stacks(_ state: WorldState) throws(ServiceFailure) -> StackSetsService.Body {
    let all = stacks(of: caller.account, in: state)
    let name = input.string("StackName")
    let found = try name.map { name throws(ServiceFailure) in [try existing(name, all)] } ?? all
    let page = try page(of: found.count, list: "stacks \(name ?? "")")
    return { xml in
      xml.list("Stacks", found[page.range]) { write($1, to: &$0) }
      xml.element("NextToken", page.next)
    }
  }

  private func events(_ state: WorldState) throws(ServiceFailure) -> StackSetsService.Body {
    let name = try input.required("StackName")
    let stack = try existing(name, stacks(of: caller.account, in: state))
    let page = try page(of: stack.events.count, list: "events \(stack.id)")
    return { xml in
      xml.list("StackEvents", stack.events[page.range]) { write($1, of: stack, to: &$0) }
      xml.element("NextToken", page.next)
    }
  }

  private func existing(_ name: String, _ all: [StackRecord]) throws(ServiceFailure) -> StackRecord {
    guard let stack = all.first(where: { $0.name == name || $0.id == name }) else {
      throw .validation("Stack with id \(name) does not exist")
    }
    return stack
  }

  private func page(of count: Int, list: String) throws(ServiceFailure) -> Page {
    guard let page = Page(count: count, size: 100, token: input.string("NextToken"), list: list) else {
      throw .validation("Invalid NextToken")
    }
    return page
  }

  /// Stacks of the account's own, and those that stack sets made in it.
  private func stacks(of account: String, in state: WorldState) -> [StackRecord] {
    let own = state.stacks.filter { $0.account == account && $0.region == region }
    let made = state.stackSets.flatMap { set in
      set.instances
        .filter { $0.account == account && $0.region == region }
        .compactMap { StackRecord(of: $0, set: set, at: now) }
    }
    return own + made
  }

  // MARK: XML

  private func write(_ stack: StackRecord, to xml: inout XMLWriter) {
    xml.element("StackId", stack.id)
    xml.element("StackName", stack.name)
    xml.element("CreationTime", stack.createdAt)
    xml.element("StackStatus", stack.status)
    xml.element("StackStatusReason", stack.reason)
    xml.element("DisableRollback", false)
    xml.element("EnableTerminationProtection", false)
    xml.list("Parameters", stack.parameters) { xml, parameter in
      xml.element("ParameterKey", parameter.key)
      xml.element("ParameterValue", parameter.value)
    }
    xml.list("Outputs", stack.outputs) { xml, output in
      xml.element("OutputKey", output.key)
      xml.element("OutputValue", output.value)
      xml.element("Description", output.description)
    }
    xml.element("DriftInformation") { $0.element("StackDriftStatus", "NOT_CHECKED") }
  }

  private func write(_ event: StackRecord.Event, of stack: StackRecord, to xml: inout XMLWriter) {
    xml.element("StackId", stack.id)
    xml.element("EventId", event.id)
    xml.element("StackName", stack.name)
    xml.element("LogicalResourceId", event.logicalID)
    xml.element("PhysicalResourceId", event.physicalID)
    xml.element("ResourceType", event.resourceType)
    xml.element("Timestamp", event.at)
    xml.element("ResourceStatus", event.status)
    xml.element("ResourceStatusReason", event.reason)
  }
}
