import FoundationEssentials

/// AWS CloudFormation over one world at one moment: the stacks of the caller's account.
struct StacksService {
  static let reads: Set<String> = [
    "DescribeStacks", "DescribeStackEvents", "DescribeStackResources", "DescribeStackResource", "ListStackResources",
    "ListStacks", "ListExports", "ListImports", "GetTemplate", "GetTemplateSummary", "ValidateTemplate",
    "GetStackPolicy", "DescribeChangeSet", "ListChangeSets",
  ]

  static let changes: Set<String> = [
    "CreateStack", "UpdateStack", "DeleteStack", "SetStackPolicy", "UpdateTerminationProtection", "CreateChangeSet",
    "ExecuteChangeSet", "DeleteChangeSet",
  ]

  static let operations = reads.union(changes)

  let input: QueryInput
  let caller: Identity
  let region: String
  let now: Date
  let kinds: ResourceKinds

  func answer(_ operation: String, _ state: inout WorldState) throws(ServiceFailure) -> StackSetsService.Body {
    guard Self.changes.contains(operation) else { return try read(operation, state) }
    guard caller.access == .write else { throw .denied(.query, caller.arn, "cloudformation:\(operation)") }
    switch operation {
    case "CreateStack": return try create(&state)
    case "UpdateStack": return try update(&state)
    case "DeleteStack": return try delete(&state)
    case "SetStackPolicy": return try setPolicy(&state)
    case "UpdateTerminationProtection": return try protect(&state)
    case "CreateChangeSet": return try createChangeSet(&state)
    case "ExecuteChangeSet": return try executeChangeSet(&state)
    default: return try deleteChangeSet(&state)
    }
  }

  private func read(_ operation: String, _ state: WorldState) throws(ServiceFailure) -> StackSetsService.Body {
    switch operation {
    case "DescribeStacks": return try stacks(state)
    case "DescribeStackEvents": return try events(state)
    case "DescribeStackResources": return try resources(state)
    case "DescribeStackResource": return try resource(state)
    case "ListStackResources": return try listResources(state)
    case "ListStacks": return try list(state)
    case "ListExports": return try exports(state)
    case "ListImports": return try imports(state)
    case "GetTemplate": return try template(state)
    case "GetTemplateSummary": return try summary(state)
    case "ValidateTemplate": return try validate(state)
    case "GetStackPolicy": return try policy(state)
    case "DescribeChangeSet": return try describeChangeSet(state)
    case "ListChangeSets": return try listChangeSets(state)
    default: throw .unknownOperation(.query, operation)
    }
  }

  // MARK: Stacks

  private func stacks(_ state: WorldState) throws(ServiceFailure) -> StackSetsService.Body {
    let name = input.string("StackName")
    let found: [StackRecord] =
      if let name { [try existing(name, state)] } else { all(state).filter { $0.status != .deleteComplete } }
    let page = try page(of: found.count, list: "stacks \(name ?? "")")
    return { xml in
      xml.list("Stacks", found[page.range]) { StackView.write($1, to: &$0) }
      xml.element("NextToken", page.next)
    }
  }

  private func list(_ state: WorldState) throws(ServiceFailure) -> StackSetsService.Body {
    let wanted = input.strings("StackStatusFilter") ?? []
    let found = all(state).filter { wanted.isEmpty || wanted.contains($0.status.rawValue) }
    let page = try page(of: found.count, list: "all stacks \(wanted)")
    return { xml in
      xml.list("StackSummaries", found[page.range]) { StackView.writeSummary(of: $1, to: &$0) }
      xml.element("NextToken", page.next)
    }
  }

  private func events(_ state: WorldState) throws(ServiceFailure) -> StackSetsService.Body {
    let stack = try existing(try input.required("StackName"), state)
    let events = Array(stack.events.reversed())
    let page = try page(of: events.count, list: "events \(stack.id)")
    return { xml in
      xml.list("StackEvents", events[page.range]) { StackView.write($1, of: stack, to: &$0) }
      xml.element("NextToken", page.next)
    }
  }

  // MARK: Resources

  private func resources(_ state: WorldState) throws(ServiceFailure) -> StackSetsService.Body {
    let stack: StackRecord
    if let name = input.string("StackName") {
      stack = try existing(name, state)
    } else {
      let id = try input.required("PhysicalResourceId")
      guard let found = all(state).first(where: { $0.resources.contains { $0.state?.physicalID == id } }) else {
        throw .validation("Stack for \(id) does not exist")
      }
      stack = found
    }
    let wanted = input.string("LogicalResourceId")
    let found = stack.resources.filter { wanted == nil || $0.logicalID == wanted }
    return { xml in
      xml.list("StackResources", found) { StackView.write($1, of: stack, to: &$0) }
    }
  }

  private func resource(_ state: WorldState) throws(ServiceFailure) -> StackSetsService.Body {
    let stack = try existing(try input.required("StackName"), state)
    let name = try input.required("LogicalResourceId")
    guard let found = stack.resource(name) else {
      throw .validation("Resource \(name) does not exist for stack \(stack.name)")
    }
    let metadata = stack.template?.resource(name)?.metadata?.json()
    return { xml in
      xml.element("StackResourceDetail") {
        StackView.write(found, of: stack, to: &$0, time: "LastUpdatedTimestamp")
        $0.element("Metadata", metadata)
      }
    }
  }

  private func listResources(_ state: WorldState) throws(ServiceFailure) -> StackSetsService.Body {
    let stack = try existing(try input.required("StackName"), state)
    let page = try page(of: stack.resources.count, list: "resources \(stack.id)")
    return { xml in
      xml.list("StackResourceSummaries", stack.resources[page.range]) {
        StackView.write($1, of: nil, to: &$0, time: "LastUpdatedTimestamp")
      }
      xml.element("NextToken", page.next)
    }
  }

  // MARK: Exports

  private func exports(_ state: WorldState) throws(ServiceFailure) -> StackSetsService.Body {
    let found = all(state).filter { $0.status != .deleteComplete }.flatMap { stack in
      stack.outputs.compactMap { output in output.exportName.map { (stack.id, $0, output.value) } }
    }
    let page = try page(of: found.count, list: "exports")
    return { xml in
      xml.list("Exports", found[page.range]) { xml, export in
        xml.element("ExportingStackId", export.0)
        xml.element("Name", export.1)
        xml.element("Value", export.2)
      }
      xml.element("NextToken", page.next)
    }
  }

  private func imports(_ state: WorldState) throws(ServiceFailure) -> StackSetsService.Body {
    let name = try input.required("ExportName")
    let users = StackImports(account: caller.account, region: region, state).stacks(importing: name)
    guard !users.isEmpty else { throw .validation("Export '\(name)' is not imported by any stack.") }
    return { $0.list("Imports", users) }
  }

  // MARK: Looking

  func existing(_ name: String, _ state: WorldState) throws(ServiceFailure) -> StackRecord {
    if let own = state.stacks.find(name, account: caller.account, region: region) { return own }
    guard let made = furnished(state).first(where: { $0.name == name || $0.id == name }) else {
      throw .validation("Stack with id \(name) does not exist")
    }
    return made
  }

  /// Stacks of the account's own, and those that furnished stack sets made in it.
  private func all(_ state: WorldState) -> [StackRecord] {
    state.stacks.all(account: caller.account, region: region) + furnished(state)
  }

  /// Stacks behind stack instances that were never deployed by the engine.
  private func furnished(_ state: WorldState) -> [StackRecord] {
    state.stackSets.flatMap { set in
      set.instances
        .filter { $0.account == caller.account && $0.region == region }
        .compactMap { StackRecord(of: $0, set: set, at: now) }
        .filter { state.stacks[$0.id] == nil }
    }
  }

  func page(of count: Int, list: String) throws(ServiceFailure) -> Page {
    guard let page = Page(count: count, size: 100, token: input.string("NextToken"), list: list) else {
      throw .validation("Invalid NextToken")
    }
    return page
  }
}
