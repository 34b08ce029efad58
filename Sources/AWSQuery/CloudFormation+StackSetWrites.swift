package import AWS

extension CloudFormation {
  /// Makes a stack set without instances; sending the same token again gives the same set.
  package func createStackSet(
    _ name: String,
    _ definition: StackSetDefinition,
    token: String
  ) async throws(AWSError) -> String {
    var form = try stackSetForm("CreateStackSet", name, definition)
    form.add("ClientRequestToken", token)
    return try await write("CreateStackSet", form) { try $0.require("StackSetId") }
  }

  /// Changes a stack set, and its instances in `targets`; nil targets mean every instance.
  ///
  /// The definition stays changed even where instances fail. Automatic deployment cannot be changed together with targets
  /// or regions.
  ///
  /// - Parameters:
  ///   - name: The stack set.
  ///   - definition: Template, parameters (nil values stay), capabilities.
  ///   - targets: Which instances are brought up to it.
  ///   - regions: Where; goes with targets.
  ///   - preferences: How fast.
  ///   - operationID: One for one intent, made before the first attempt.
  /// - Returns: The operation's id.
  /// - Throws: ``AWSError``.
  package func updateStackSet(
    _ name: String,
    _ definition: StackSetDefinition,
    targets: DeploymentTargets? = nil,
    regions: [String] = [],
    preferences: OperationPreferences,
    operationID: String
  ) async throws(AWSError) -> String {
    var form = try stackSetForm("UpdateStackSet", name, definition)
    try Self.add(targets, to: &form)
    form.add("Regions", regions)
    return try await operate("UpdateStackSet", &form, preferences, operationID)
  }

  /// Refused while it has instances.
  package func deleteStackSet(_ name: String) async throws(AWSError) {
    var form = form("DeleteStackSet")
    form.add("StackSetName", name)
    form.add("CallAs", callAs.rawValue)
    try await write("DeleteStackSet", form) { _ in }
  }

  // MARK: Instances

  /// Makes the missing instances of the targets; units named here join the automatic targets.
  package func createStackInstances(
    stackSet name: String,
    targets: DeploymentTargets,
    regions: [String],
    overrides: [Parameter] = [],
    preferences: OperationPreferences,
    operationID: String
  ) async throws(AWSError) -> String {
    var form = try instancesForm("CreateStackInstances", name, targets, regions)
    form.add("ParameterOverrides", overrides)
    return try await operate("CreateStackInstances", &form, preferences, operationID)
  }

  /// Runs existing instances again; nil overrides keep theirs, a list replaces them.
  package func updateStackInstances(
    stackSet name: String,
    targets: DeploymentTargets,
    regions: [String],
    overrides: [Parameter]? = nil,
    preferences: OperationPreferences,
    operationID: String
  ) async throws(AWSError) -> String {
    var form = try instancesForm("UpdateStackInstances", name, targets, regions)
    if let overrides { form.add("ParameterOverrides", .list(overrides.map(\.requestValue))) }
    return try await operate("UpdateStackInstances", &form, preferences, operationID)
  }

  /// Takes instances away, with or without their stacks; a whole unit leaves the automatic targets too.
  package func deleteStackInstances(
    stackSet name: String,
    targets: DeploymentTargets,
    regions: [String],
    retainStacks: Bool,
    preferences: OperationPreferences,
    operationID: String
  ) async throws(AWSError) -> String {
    var form = try instancesForm("DeleteStackInstances", name, targets, regions)
    form.add("RetainStacks", retainStacks)
    return try await operate("DeleteStackInstances", &form, preferences, operationID)
  }

  /// Lets what runs finish and cancels the rest.
  package func stopStackSetOperation(stackSet name: String, operationID: String) async throws(AWSError) {
    var form = form("StopStackSetOperation")
    form.add("StackSetName", name)
    form.add("OperationId", operationID)
    form.add("CallAs", callAs.rawValue)
    try await write("StopStackSetOperation", form) { _ in }
  }

  // MARK: The wire

  private func stackSetForm(
    _ operation: String,
    _ name: String,
    _ definition: StackSetDefinition
  ) throws(AWSError) -> QueryForm {
    var form = form(operation)
    form.add("StackSetName", name)
    definition.fill(&form)
    form.add("CallAs", callAs.rawValue)
    return form
  }

  private func instancesForm(
    _ operation: String,
    _ name: String,
    _ targets: DeploymentTargets,
    _ regions: [String]
  ) throws(AWSError) -> QueryForm {
    guard !regions.isEmpty else { throw .misconfigured("\(operation): no region is named") }
    var form = form(operation)
    form.add("StackSetName", name)
    try Self.add(targets, to: &form)
    form.add("Regions", regions)
    form.add("CallAs", callAs.rawValue)
    return form
  }

  private static func add(_ targets: DeploymentTargets?, to form: inout QueryForm) throws(AWSError) {
    guard let targets else { return }
    if let fault = targets.fault { throw .misconfigured("the targets are refused: \(fault)") }
    // Self-managed sets take accounts at the top too; here they are always in DeploymentTargets.
    form.add("DeploymentTargets", targets.value)
  }

  /// An id that the service knows already is this very intent, accepted before its answer was lost.
  private func operate(
    _ operation: String,
    _ form: inout QueryForm,
    _ preferences: OperationPreferences,
    _ operationID: String
  ) async throws(AWSError) -> String {
    form.add("OperationPreferences", preferences.value)
    form.add("OperationId", operationID)
    do throws(AWSError) {
      return try await write(operation, form) { $0.string("OperationId") ?? operationID }
    } catch {
      guard error.code == .operationIDAlreadyExists else { throw error }
      return operationID
    }
  }
}
