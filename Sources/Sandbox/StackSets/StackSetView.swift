import FoundationEssentials

/// How CloudFormation shows stack sets, instances and operations in XML.
struct StackSetView {
  let now: Date

  // MARK: Stack sets

  func writeSummary(of set: StackSetRecord, to xml: inout XMLWriter) {
    writeHead(of: set, to: &xml)
    xml.element("DriftStatus", drift(of: set).rawValue)
    xml.element("LastDriftCheckTimestamp", lastDriftCheck(of: set))
  }

  func write(_ set: StackSetRecord, to xml: inout XMLWriter) {
    writeHead(of: set, to: &xml)
    xml.element("TemplateBody", set.templateBody)
    xml.list("Parameters", set.parameters) { xml, parameter in
      xml.element("ParameterKey", parameter.key)
      xml.element("ParameterValue", parameter.value)
    }
    xml.list("Capabilities", set.capabilities)
    xml.list("Tags", set.tags) { xml, tag in
      xml.element("Key", tag.key)
      xml.element("Value", tag.value)
    }
    xml.element("StackSetARN", set.arn)
    if !set.isServiceManaged {
      xml.element("AdministrationRoleARN", Self.administrationRole(of: set))
      xml.element("ExecutionRoleName", "AWSCloudFormationStackSetExecutionRole")
    }
    xml.element("StackSetDriftDetectionDetails") { writeDrift(of: set, to: &$0) }
    xml.list("OrganizationalUnitIds", set.targets)
    xml.list("Regions", set.regions)
  }

  private func writeHead(of set: StackSetRecord, to xml: inout XMLWriter) {
    xml.element("StackSetName", set.name)
    xml.element("StackSetId", set.id)
    xml.element("Description", set.description.isEmpty ? nil : set.description)
    xml.element("Status", "ACTIVE")
    xml.element("PermissionModel", set.isServiceManaged ? "SERVICE_MANAGED" : "SELF_MANAGED")
    if let automatic = set.autoDeployment {
      xml.element("AutoDeployment") {
        $0.element("Enabled", automatic.isEnabled)
        if automatic.isEnabled { $0.element("RetainStacksOnAccountRemoval", automatic.retainsStacks) }
        if !automatic.dependencies.isEmpty { $0.list("DependsOn", automatic.dependencies) }
      }
    }
    xml.element("ManagedExecution") { $0.element("Active", set.hasManagedExecution) }
  }

  static func administrationRole(of set: StackSetRecord) -> String {
    "arn:aws:iam::\(set.owner):role/AWSCloudFormationStackSetAdministrationRole"
  }

  private func drift(of set: StackSetRecord) -> InstanceRecord.DriftStatus {
    guard lastDriftCheck(of: set) != nil else { return .notChecked }
    return set.instances.contains { $0.condition(at: now).drift == .drifted } ? .drifted : .inSync
  }

  private func lastDriftCheck(of set: StackSetRecord) -> Date? {
    set.operations.first { $0.action == .detectDrift && !$0.isRunning(at: now) }?.endsAt
  }

  private func writeDrift(of set: StackSetRecord, to xml: inout XMLWriter) {
    let checked = lastDriftCheck(of: set)
    let newest = set.operations.first { $0.action == .detectDrift }
    let isChecking = newest?.isRunning(at: now) ?? false
    xml.element("DriftStatus", drift(of: set).rawValue)
    xml.element("DriftDetectionStatus", newest.map { driftDetection($0) })
    xml.element("LastDriftCheckTimestamp", checked)
    xml.element("TotalStackInstancesCount", set.instances.count)
    let drifted = set.instances.count { $0.condition(at: now).drift == .drifted }
    xml.element("DriftedStackInstancesCount", drifted)
    xml.element("InSyncStackInstancesCount", checked == nil ? 0 : set.instances.count - drifted)
    let waiting = isChecking ? newest?.results.count { [.pending, .running].contains($0.status(at: now)) } : nil
    xml.element("InProgressStackInstancesCount", waiting ?? 0)
    xml.element("FailedStackInstancesCount", newest?.failures(at: now) ?? 0)
  }

  private func driftDetection(_ operation: OperationRecord) -> String {
    if operation.isRunning(at: now) { return "IN_PROGRESS" }
    if operation.isStopped { return "STOPPED" }
    if operation.fails { return "FAILED" }
    return operation.failures(at: now) > 0 ? "PARTIAL_SUCCESS" : "COMPLETED"
  }

  // MARK: Instances

  func write(_ instance: InstanceRecord, of set: StackSetRecord, to xml: inout XMLWriter) {
    let condition = instance.condition(at: now)
    xml.element("StackSetId", set.id)
    xml.element("Region", instance.region)
    xml.element("Account", instance.account)
    xml.element("StackId", condition.stackID)
    xml.element("Status", condition.status.rawValue)
    xml.element("StatusReason", condition.reason)
    xml.element("StackInstanceStatus") { $0.element("DetailedStatus", condition.detailed.rawValue) }
    xml.element("OrganizationalUnitId", instance.targetedUnit ?? "")
    xml.element("DriftStatus", condition.drift.rawValue)
    xml.element("LastDriftCheckTimestamp", condition.driftCheckedAt)
    xml.element("LastOperationId", instance.lastOperation)
  }

  func writeOverrides(of instance: InstanceRecord, to xml: inout XMLWriter) {
    xml.list("ParameterOverrides", instance.overrides) { xml, parameter in
      xml.element("ParameterKey", parameter.key)
      xml.element("ParameterValue", parameter.value)
    }
  }

  // MARK: Operations

  func writeSummary(of operation: OperationRecord, to xml: inout XMLWriter) {
    xml.element("OperationId", operation.id)
    xml.element("Action", operation.action.rawValue)
    xml.element("Status", operation.status(at: now))
    xml.element("CreationTimestamp", operation.startedAt)
    xml.element("EndTimestamp", operation.isRunning(at: now) ? nil : operation.endsAt)
    xml.element("StatusDetails") { $0.element("FailedStackInstancesCount", operation.failures(at: now)) }
    if let preferences = operation.preferences {
      xml.element("OperationPreferences") { write(preferences, to: &$0) }
    }
  }

  func write(_ operation: OperationRecord, of set: StackSetRecord, to xml: inout XMLWriter) {
    xml.element("StackSetId", set.id)
    writeSummary(of: operation, to: &xml)
    if let retains = operation.retainsStacks { xml.element("RetainStacks", retains) }
    xml.element("DeploymentTargets") {
      if !operation.unitIDs.isEmpty { $0.list("OrganizationalUnitIds", operation.unitIDs) }
      if !operation.accounts.isEmpty { $0.list("Accounts", operation.accounts) }
      $0.element("AccountFilterType", operation.accountFilter)
    }
    guard !set.isServiceManaged else { return }
    xml.element("AdministrationRoleARN", Self.administrationRole(of: set))
    xml.element("ExecutionRoleName", "AWSCloudFormationStackSetExecutionRole")
  }

  private func write(_ preferences: OperationRecord.Preferences, to xml: inout XMLWriter) {
    xml.element("RegionConcurrencyType", preferences.regionConcurrency)
    xml.list("RegionOrder", preferences.regionOrder)
    xml.element("FailureToleranceCount", preferences.failureToleranceCount)
    xml.element("FailureTolerancePercentage", preferences.failureTolerancePercentage)
    xml.element("MaxConcurrentCount", preferences.maxConcurrentCount)
    xml.element("MaxConcurrentPercentage", preferences.maxConcurrentPercentage)
    xml.element("ConcurrencyMode", preferences.concurrencyMode)
  }

  func write(_ result: OperationRecord.Result, to xml: inout XMLWriter) {
    let status = result.status(at: now)
    xml.element("Account", result.account)
    xml.element("Region", result.region)
    xml.element("Status", status.rawValue)
    xml.element("StatusReason", status == result.settled ? result.reason : nil)
    xml.element("AccountGateResult") {
      $0.element("Status", "SKIPPED")
      $0.element("StatusReason", "Function not found: AWSCloudFormationStackSetAccountGate")
    }
    xml.element("OrganizationalUnitId", result.unit ?? "")
  }
}
