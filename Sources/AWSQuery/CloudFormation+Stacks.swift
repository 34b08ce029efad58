package import AWS

extension CloudFormation {
  // MARK: Reads

  /// One stack, nil where there is none of that name; a deleted one is found by its id only.
  package func describeStack(_ nameOrID: String) async throws(AWSError) -> Stack? {
    do throws(AWSError) {
      for try await page in describeStacks(named: nameOrID) {
        if let stack = page.items.first { return stack }
      }
      return nil
    } catch {
      guard error.saysStackIsMissing else { throw error }
      return nil
    }
  }

  /// The resources of a stack, at most 100; a deleted one's are found by its id only.
  package func describeStackResources(stack nameOrID: String) async throws(AWSError) -> [StackResource] {
    var form = form("DescribeStackResources")
    form.add("StackName", nameOrID)
    return try await write("DescribeStackResources", form) { try $0.list("StackResources").map(StackResource.init) }
  }

  /// A stack's template, character for character as it was sent.
  package func getTemplate(stack nameOrID: String) async throws(AWSError) -> String {
    var form = form("GetTemplate")
    form.add("StackName", nameOrID)
    form.add("TemplateStage", "Original")
    return try await write("GetTemplate", form) { try $0.require("TemplateBody") }
  }

  /// Whether the service can read a template; what it declares.
  package func validateTemplate(_ template: TemplateSource) async throws(AWSError) -> TemplateSummary {
    var form = form("ValidateTemplate")
    template.fill(&form)
    return try await write("ValidateTemplate", form, read: TemplateSummary.init)
  }

  /// What a template declares, its resource types among it.
  package func getTemplateSummary(_ template: TemplateSource) async throws(AWSError) -> TemplateSummary {
    var form = form("GetTemplateSummary")
    template.fill(&form)
    return try await write("GetTemplateSummary", form, read: TemplateSummary.init)
  }

  /// The policy that guards a stack's resources in updates; nil: none.
  package func getStackPolicy(stack name: String) async throws(AWSError) -> String? {
    var form = form("GetStackPolicy")
    form.add("StackName", name)
    return try await write("GetStackPolicy", form) { $0.string("StackPolicyBody") }
  }

  // MARK: Writes

  /// Begins to make a stack; sending the same token again changes nothing.
  ///
  /// - Parameters:
  ///   - name: The stack's name.
  ///   - definition: Template, parameters, capabilities, tags.
  ///   - stackPolicy: The policy it starts with.
  ///   - isTerminationProtected: Whether it refuses deletion.
  ///   - token: One for one intent, made before the first attempt; marks the events.
  /// - Returns: The stack's id.
  /// - Throws: ``AWSError``; code ``ServiceError/Code/alreadyExists`` when the name is in use.
  package func createStack(
    _ name: String,
    _ definition: StackDefinition,
    stackPolicy: String? = nil,
    isTerminationProtected: Bool = false,
    token: String
  ) async throws(AWSError) -> String {
    var form = form("CreateStack")
    form.add("StackName", name)
    definition.fill(&form)
    form.add("StackPolicyBody", stackPolicy)
    form.add("EnableTerminationProtection", isTerminationProtected)
    form.add("ClientRequestToken", token)
    return try await write("CreateStack", form) { try $0.require("StackId") }
  }

  /// Begins to update a stack; nil where nothing would change.
  package func updateStack(
    _ name: String,
    _ definition: StackDefinition,
    token: String
  ) async throws(AWSError) -> String? {
    var form = form("UpdateStack")
    form.add("StackName", name)
    definition.fill(&form)
    form.add("ClientRequestToken", token)
    do throws(AWSError) {
      return try await write("UpdateStack", form) { try $0.require("StackId") }
    } catch {
      guard error.saysNothingChanges else { throw error }
      return nil
    }
  }

  /// Begins to delete a stack; resources to retain may be named only when an earlier deletion failed.
  package func deleteStack(_ nameOrID: String, retaining: [String] = [], token: String) async throws(AWSError) {
    var form = form("DeleteStack")
    form.add("StackName", nameOrID)
    form.add("RetainResources", retaining)
    form.add("ClientRequestToken", token)
    try await write("DeleteStack", form) { _ in }
  }

  package func setStackPolicy(stack name: String, body: String) async throws(AWSError) {
    var form = form("SetStackPolicy")
    form.add("StackName", name)
    form.add("StackPolicyBody", body)
    try await write("SetStackPolicy", form) { _ in }
  }

  package func updateTerminationProtection(stack name: String, isOn: Bool) async throws(AWSError) {
    var form = form("UpdateTerminationProtection")
    form.add("StackName", name)
    form.add("EnableTerminationProtection", isOn)
    try await write("UpdateTerminationProtection", form) { _ in }
  }

  // MARK: Change sets

  /// Begins to work out what an update or, for a stack that is not there, a creation would do.
  package func createChangeSet(
    _ changeSet: String,
    stack name: String,
    _ definition: StackDefinition,
    createsStack: Bool,
    token: String
  ) async throws(AWSError) -> String {
    var form = form("CreateChangeSet")
    form.add("StackName", name)
    form.add("ChangeSetName", changeSet)
    form.add("ChangeSetType", createsStack ? "CREATE" : "UPDATE")
    definition.fill(&form)
    form.add("ClientToken", token)
    return try await write("CreateChangeSet", form) { try $0.require("Id") }
  }

  /// A change set as it stands; its changes come page by page.
  package func describeChangeSet(_ changeSet: String, stack name: String) -> Pages<ChangeSet> {
    Pages(.cloudFormation, "DescribeChangeSet") { token throws(AWSError) in
      var form = form("DescribeChangeSet")
      form.add("StackName", name)
      form.add("ChangeSetName", changeSet)
      form.add("NextToken", token)
      return try await write("DescribeChangeSet", form, read: ChangeSet.init)
    }
  }

  package func executeChangeSet(_ changeSet: String, stack name: String, token: String) async throws(AWSError) {
    var form = form("ExecuteChangeSet")
    form.add("StackName", name)
    form.add("ChangeSetName", changeSet)
    form.add("ClientRequestToken", token)
    try await write("ExecuteChangeSet", form) { _ in }
  }

  package func deleteChangeSet(_ changeSet: String, stack name: String) async throws(AWSError) {
    var form = form("DeleteChangeSet")
    form.add("StackName", name)
    form.add("ChangeSetName", changeSet)
    try await write("DeleteChangeSet", form) { _ in }
  }

  /// Sends a form whose result is read whole.
  func write<Output: Sendable>(
    _ operation: String,
    _ form: QueryForm,
    read: @escaping @Sendable (AnswerElement) throws -> Output
  ) async throws(AWSError) -> Output {
    try await connection.perform(.query(.cloudFormation, operation, form: form, result: read))
  }
}

extension AWSError {
  /// DescribeStacks and its like say in words that a stack is missing.
  package var saysStackIsMissing: Bool { saysInWords("does not exist") }

  /// UpdateStack says in words that nothing changes.
  var saysNothingChanges: Bool { saysInWords("No updates are to be performed") }

  private func saysInWords(_ words: String) -> Bool {
    guard case .refused(let error) = self else { return false }
    return error.code == .validation && error.message.contains(words)
  }
}
