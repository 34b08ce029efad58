package import AWS

/// AWS CloudFormation: stack sets in the administrator's account, stacks in any.
///
/// Stack sets are regional: everything here is asked in the connection's region.
package struct CloudFormation: Sendable {
  /// In whose name stack sets are read.
  package struct CallAs: RawRepresentable, Hashable, Sendable {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    /// The management account, or the owner of self-managed stack sets.
    package static let me = CallAs(rawValue: "SELF")
    package static let delegatedAdministrator = CallAs(rawValue: "DELEGATED_ADMIN")
  }

  /// One of the filters of ListStackInstances; up to three, one value each.
  package enum StackInstanceFilter: Hashable, Sendable {
    case detailedStatus(String)
    case lastOperationID(String)
    case driftStatus(String)

    var value: QueryForm.Value {
      let (name, value) =
        switch self {
        case .detailedStatus(let status): ("DETAILED_STATUS", status)
        case .lastOperationID(let id): ("LAST_OPERATION_ID", id)
        case .driftStatus(let status): ("DRIFT_STATUS", status)
        }
      return .structure([QueryForm.Field("Name", .text(name)), QueryForm.Field("Values", .text(value))])
    }
  }

  let connection: AWSConnection
  let callAs: CallAs

  /// The most that the lists of stack sets give in one page.
  private static let pageSize = 100
  /// Attempts for what only decorates an inventory.
  private static let auxiliaryAttempts = 3

  package init(_ connection: AWSConnection, callAs: CallAs = .me) {
    self.connection = connection
    self.callAs = callAs
  }

  // MARK: Stack sets

  /// Stack sets, those in `status` only unless it is nil.
  package func listStackSets(status: String? = "ACTIVE") -> Pages<ListResponse<StackSetSummary>> {
    list("ListStackSets", read: StackSetSummary.init) { $0.add("Status", status) }
  }

  package func describeStackSet(_ name: String) async throws(AWSError) -> StackSet {
    try await describe("DescribeStackSet", "StackSet", read: StackSet.init) { $0.add("StackSetName", name) }
  }

  /// Instances of a stack set, of one account or region where asked for.
  package func listStackInstances(
    stackSet name: String,
    account: String? = nil,
    region: String? = nil,
    filters: [StackInstanceFilter] = []
  ) -> Pages<ListResponse<StackInstance>> {
    list("ListStackInstances", read: StackInstance.init) { form in
      form.add("StackSetName", name)
      form.add("StackInstanceAccount", account)
      form.add("StackInstanceRegion", region)
      if !filters.isEmpty { form.add("Filters", .list(filters.map(\.value))) }
    }
  }

  package func describeStackInstance(
    stackSet name: String,
    account: String,
    region: String
  ) async throws(AWSError) -> StackInstance {
    try await describe("DescribeStackInstance", "StackInstance", read: StackInstance.init) { form in
      form.add("StackSetName", name)
      form.add("StackInstanceAccount", account)
      form.add("StackInstanceRegion", region)
    }
  }

  /// Operations on a stack set, the newest first; may lag behind ``describeStackSetOperation(stackSet:operationID:)``.
  package func listStackSetOperations(stackSet name: String) -> Pages<ListResponse<StackSetOperation>> {
    list("ListStackSetOperations", read: StackSetOperation.init) { $0.add("StackSetName", name) }
  }

  package func describeStackSetOperation(
    stackSet name: String,
    operationID: String
  ) async throws(AWSError) -> StackSetOperation {
    try await describe("DescribeStackSetOperation", "StackSetOperation", read: StackSetOperation.init) { form in
      form.add("StackSetName", name)
      form.add("OperationId", operationID)
    }
  }

  /// What an operation came to in each account and region; in `status` only unless it is nil.
  package func listStackSetOperationResults(
    stackSet name: String,
    operationID: String,
    status: String? = nil
  ) -> Pages<ListResponse<StackSetOperationResult>> {
    list("ListStackSetOperationResults", read: StackSetOperationResult.init) { form in
      form.add("StackSetName", name)
      form.add("OperationId", operationID)
      if let status {
        let filter: [QueryForm.Field] = [
          .init("Name", .text("OPERATION_RESULT_STATUS")),
          .init("Values", .text(status)),
        ]
        form.add("Filters", .list([.structure(filter)]))
      }
    }
  }

  /// Units and regions that automatic deployment covers; two retries at most.
  package func listStackSetAutoDeploymentTargets(
    stackSet name: String
  ) -> Pages<ListResponse<StackSetAutoDeploymentTarget>> {
    list(
      "ListStackSetAutoDeploymentTargets",
      maxAttempts: Self.auxiliaryAttempts,
      read: StackSetAutoDeploymentTarget.init
    ) { $0.add("StackSetName", name) }
  }

  /// Whether trusted access between StackSets and Organizations is on: `ENABLED`, `DISABLED`, `DISABLED_PERMANENTLY`; two
  /// retries at most.
  package func describeOrganizationsAccess() async throws(AWSError) -> String? {
    var form = form("DescribeOrganizationsAccess")
    form.add("CallAs", callAs.rawValue)
    var call = Call.query(.cloudFormation, "DescribeOrganizationsAccess", form: form) { $0.string("Status") }
    call.maxAttempts = Self.auxiliaryAttempts
    return try await connection.perform(call)
  }

  // MARK: Stacks

  /// One stack by name or id, or all of the account and region.
  package func describeStacks(named name: String? = nil) -> Pages<ListResponse<Stack>> {
    pages("DescribeStacks", items: "Stacks", read: Stack.init) { $0.add("StackName", name) }
  }

  /// What happened to a stack, the newest first; a deleted stack is found by its id only.
  package func describeStackEvents(stack nameOrID: String) -> Pages<ListResponse<StackEvent>> {
    pages("DescribeStackEvents", items: "StackEvents", read: StackEvent.init) { $0.add("StackName", nameOrID) }
  }

  // MARK: The wire

  func form(_ action: String) -> QueryForm { QueryForm(action: action, version: "2010-05-15") }

  func describe<Output: Sendable>(
    _ operation: String,
    _ item: String,
    read: @escaping @Sendable (AnswerElement) throws -> Output,
    fill: (inout QueryForm) -> Void
  ) async throws(AWSError) -> Output {
    var form = form(operation)
    fill(&form)
    form.add("CallAs", callAs.rawValue)
    return try await connection.perform(
      .query(.cloudFormation, operation, form: form) { result in
        guard let element = result[item] else { throw MalformedAnswer("field \(item) is missing") }
        return try read(element)
      }
    )
  }

  /// A list of stack sets' things: pages of 100, in someone's name.
  private func list<Item: Sendable>(
    _ operation: String,
    maxAttempts: Int? = nil,
    read: @escaping @Sendable (AnswerElement) throws -> Item,
    fill: @escaping @Sendable (inout QueryForm) -> Void
  ) -> Pages<ListResponse<Item>> {
    let callAs = callAs
    return pages(operation, items: "Summaries", maxAttempts: maxAttempts, read: read) { form in
      fill(&form)
      form.add("MaxResults", Self.pageSize)
      form.add("CallAs", callAs.rawValue)
    }
  }

  func pages<Item: Sendable>(
    _ operation: String,
    items: String,
    maxAttempts: Int? = nil,
    read: @escaping @Sendable (AnswerElement) throws -> Item,
    fill: @escaping @Sendable (inout QueryForm) -> Void
  ) -> Pages<ListResponse<Item>> {
    Pages(.cloudFormation, operation) { token throws(AWSError) in
      var form = form(operation)
      fill(&form)
      form.add("NextToken", token)
      var call = Call.query(.cloudFormation, operation, form: form) { result in
        ListResponse(items: try result.list(items).map(read), nextToken: result.string("NextToken"))
      }
      call.maxAttempts = maxAttempts
      return try await connection.perform(call)
    }
  }
}

extension CloudFormation {
  /// One page of any of the lists.
  package struct ListResponse<Item: Sendable>: Page {
    package let items: [Item]
    package let nextToken: String?
  }
}
