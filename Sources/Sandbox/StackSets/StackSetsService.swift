import FoundationEssentials

/// AWS CloudFormation over one world at one moment: stack sets, their instances and operations.
struct StackSetsService {
  static let namespace = "http://cloudformation.amazonaws.com/doc/2010-05-15/"
  static let principal = "member.org.stacksets.cloudformation.amazonaws.com"

  private static let reads: Set<String> = [
    "DescribeOrganizationsAccess", "ListStackSets", "DescribeStackSet",
    "ListStackInstances", "DescribeStackInstance", "ListStackSetOperations", "DescribeStackSetOperation",
    "ListStackSetOperationResults", "ListStackSetAutoDeploymentTargets",
  ]

  static let operations = reads.union(changes)

  typealias Body = (inout XMLWriter) -> Void

  let input: QueryInput
  let caller: Identity
  let region: String
  let now: Date

  func answer(_ operation: String, _ state: inout WorldState) throws(ServiceFailure) -> Body {
    switch operation {
    case "DescribeOrganizationsAccess": return try organizationsAccess(state)
    case "ListStackSets": return try stackSets(state)
    case "DescribeStackSet": return try stackSet(state)
    case "ListStackInstances": return try instances(state)
    case "DescribeStackInstance": return try instance(state)
    case "ListStackSetOperations": return try operations(state)
    case "DescribeStackSetOperation": return try describeOperation(state)
    case "ListStackSetOperationResults": return try results(state)
    case "ListStackSetAutoDeploymentTargets": return try automaticTargets(state)
    case _ where Self.changes.contains(operation):
      guard caller.access == .write else { throw .denied(.query, caller.arn, "cloudformation:\(operation)") }
      return try change(operation, &state)
    default: throw .unknownOperation(.query, operation)
    }
  }

  private var view: StackSetView { StackSetView(now: now) }

  // MARK: Who sees what

  /// Whether the caller acts for the management account.
  ///
  /// - Throws: `ValidationError` when it is not registered for that.
  func actsAsDelegate(_ state: WorldState) throws(ServiceFailure) -> Bool {
    switch input.string("CallAs") ?? "SELF" {
    case "SELF": return false
    case "DELEGATED_ADMIN":
      guard state.organization?.isDelegated(caller.account, for: Self.principal) == true else {
        throw Self.notAnAdministrator
      }
      return true
    case let other:
      throw .validation(
        """
        1 validation error detected: Value '\(other)' at 'callAs' failed to satisfy constraint: \
        Member must satisfy enum value set: [DELEGATED_ADMIN, SELF]
        """
      )
    }
  }

  static let notAnAdministrator = ServiceFailure.validation(
    "You must be the management account or delegated admin account of an organization before operating a "
      + "SERVICE_MANAGED stack set"
  )

  func visible(_ state: WorldState) throws(ServiceFailure) -> [StackSetRecord] {
    let isDelegate = try actsAsDelegate(state)
    return state.stackSets.filter { set in
      guard set.region == region else { return false }
      return isDelegate ? set.isServiceManaged : set.owner == caller.account
    }
  }

  /// The stack set named by name or by id.
  func existing(_ state: WorldState) throws(ServiceFailure) -> StackSetRecord {
    let name = try input.required("StackSetName")
    guard let found = try visible(state).first(where: { $0.name == name || $0.id == name }) else {
      throw ServiceFailure(
        code: "StackSetNotFoundException",
        message: "StackSet \(name) not found",
        status: 404
      )
    }
    return found
  }

  // MARK: Reads

  private func organizationsAccess(_ state: WorldState) throws(ServiceFailure) -> Body {
    let isDelegate = try actsAsDelegate(state)
    guard isDelegate || caller.account == state.organization?.managementAccount else {
      throw ServiceFailure(
        code: "InvalidOperationException",
        message: "You must be the management account or delegated admin account of an organization"
      )
    }
    let status = state.hasStackSetsAccess ? "ENABLED" : "DISABLED"
    return { $0.element("Status", status) }
  }

  private func stackSets(_ state: WorldState) throws(ServiceFailure) -> Body {
    let sets = input.string("Status") == "DELETED" ? [] : try visible(state)
    let page = try page(of: sets.count, list: "stack sets")
    return { xml in
      xml.list("Summaries", sets[page.range]) { view.writeSummary(of: $1, to: &$0) }
      xml.element("NextToken", page.next)
    }
  }

  private func stackSet(_ state: WorldState) throws(ServiceFailure) -> Body {
    let set = try existing(state)
    return { xml in xml.element("StackSet") { view.write(set, to: &$0) } }
  }

  private func instances(_ state: WorldState) throws(ServiceFailure) -> Body {
    let set = try existing(state)
    let filter = try InstanceFilter(input)
    let found = filter.isEmpty ? set.instances : set.instances.filter { filter.holds($0, at: now) }
    let page = try page(of: found.count, list: "instances \(set.id) \(filter)")
    return { xml in
      xml.list("Summaries", found[page.range]) { view.write($1, of: set, to: &$0) }
      xml.element("NextToken", page.next)
    }
  }

  private func instance(_ state: WorldState) throws(ServiceFailure) -> Body {
    let set = try existing(state)
    let account = try input.required("StackInstanceAccount")
    let region = try input.required("StackInstanceRegion")
    guard let instance = set.instance(account: account, region: region) else {
      throw ServiceFailure(
        code: "StackInstanceNotFoundException",
        message: "Stack instance not found for stackSet \(set.name), account \(account) and region \(region)",
        status: 404
      )
    }
    return { xml in
      xml.element("StackInstance") {
        view.write(instance, of: set, to: &$0)
        view.writeOverrides(of: instance, to: &$0)
      }
    }
  }

  private func operations(_ state: WorldState) throws(ServiceFailure) -> Body {
    let set = try existing(state)
    let page = try page(of: set.operations.count, list: "operations \(set.id)")
    return { xml in
      xml.list("Summaries", set.operations[page.range]) { view.writeSummary(of: $1, to: &$0) }
      xml.element("NextToken", page.next)
    }
  }

  func existingOperation(_ set: StackSetRecord) throws(ServiceFailure) -> OperationRecord {
    let id = try input.required("OperationId")
    guard let operation = set.operations.first(where: { $0.id == id }) else {
      throw ServiceFailure(
        code: "OperationNotFoundException",
        message: "Operation \(id) not found for StackSet \(set.id)",
        status: 404
      )
    }
    return operation
  }

  private func describeOperation(_ state: WorldState) throws(ServiceFailure) -> Body {
    let set = try existing(state)
    let operation = try existingOperation(set)
    return { xml in xml.element("StackSetOperation") { view.write(operation, of: set, to: &$0) } }
  }

  private func results(_ state: WorldState) throws(ServiceFailure) -> Body {
    let operation = try existingOperation(try existing(state))
    let filters = input.structures("Filters")
    guard filters.count <= 1, filters.allSatisfy({ $0.string("Name") == "OPERATION_RESULT_STATUS" }) else {
      throw .validation("Filters takes one OPERATION_RESULT_STATUS")
    }
    let wanted = filters.first?.string("Values")
    let found = operation.results.filter { wanted == nil || $0.status(at: now).rawValue == wanted }
    let page = try page(of: found.count, list: "results \(operation.id) \(wanted ?? "")")
    return { xml in
      xml.list("Summaries", found[page.range]) { view.write($1, to: &$0) }
      xml.element("NextToken", page.next)
    }
  }

  private func automaticTargets(_ state: WorldState) throws(ServiceFailure) -> Body {
    let set = try existing(state)
    guard set.isServiceManaged else {
      throw .validation("ListStackSetAutoDeploymentTargets is only supported for SERVICE_MANAGED stack sets")
    }
    let page = try page(of: set.targets.count, list: "targets \(set.id)")
    return { xml in
      xml.list("Summaries", set.targets[page.range]) { xml, target in
        xml.element("OrganizationalUnitId", target)
        xml.list("Regions", set.regions)
      }
      // Unlike every other list, the end is an empty token.
      xml.element("NextToken", page.next ?? "")
    }
  }

  /// Pages hold 100 at most.
  private func page(of count: Int, list: String) throws(ServiceFailure) -> Page {
    let size = try input.integer("MaxResults", in: 1...100) ?? 100
    guard let page = Page(count: count, size: size, token: input.string("NextToken"), list: list) else {
      throw .validation("Invalid NextToken")
    }
    return page
  }
}
