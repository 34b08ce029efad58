package import Foundation

// Source: the service model of CloudFormation 2010-05-15 (botocore 1.43.11). Words for states are kept as they come.
extension CloudFormation {
  package struct StackSetSummary: Hashable, Sendable {
    package let stackSetName: String
    package let stackSetID: String?
    package let status: String?
    package let permissionModel: String?
    package let driftStatus: String?
    package let lastDriftCheckTimestamp: Date?
    package let autoDeployment: AutoDeployment?
    /// Whether operations queue up instead of refusing each other.
    package let isManagedExecutionActive: Bool?

    init(_ element: AnswerElement) throws {
      stackSetName = try element.require("StackSetName")
      stackSetID = element.string("StackSetId")
      status = element.string("Status")
      permissionModel = element.string("PermissionModel")
      driftStatus = element.string("DriftStatus")
      lastDriftCheckTimestamp = try element.date("LastDriftCheckTimestamp")
      autoDeployment = element["AutoDeployment"].map(AutoDeployment.init)
      isManagedExecutionActive = element["ManagedExecution"]?.flag("Active")
    }
  }

  package struct StackSet: Hashable, Sendable {
    package let stackSetName: String
    package let stackSetID: String?
    package let stackSetARN: String?
    package let description: String?
    package let status: String?
    package let permissionModel: String?
    package let templateBody: String?
    package let parameters: [Parameter]
    package let capabilities: [String]
    /// Units whose accounts have instances; service-managed ones only.
    package let organizationalUnitIDs: [String]
    package let regions: [String]
    package let autoDeployment: AutoDeployment?
    package let isManagedExecutionActive: Bool?
    package let driftStatus: String?
    package let tags: [Tag]

    init(_ element: AnswerElement) throws {
      stackSetName = try element.require("StackSetName")
      stackSetID = element.string("StackSetId")
      stackSetARN = element.string("StackSetARN")
      description = element.string("Description")
      status = element.string("Status")
      permissionModel = element.string("PermissionModel")
      templateBody = element.string("TemplateBody")
      parameters = try element.list("Parameters").map(Parameter.init)
      capabilities = element.list("Capabilities").map(\.text)
      organizationalUnitIDs = element.list("OrganizationalUnitIds").map(\.text)
      regions = element.list("Regions").map(\.text)
      autoDeployment = element["AutoDeployment"].map(AutoDeployment.init)
      isManagedExecutionActive = element["ManagedExecution"]?.flag("Active")
      driftStatus = element["StackSetDriftDetectionDetails"]?.string("DriftStatus")
      tags = try element.list("Tags").map(Tag.init)
    }
  }

  package struct AutoDeployment: Hashable, Sendable {
    package let enabled: Bool
    package let retainStacksOnAccountRemoval: Bool?

    package init(enabled: Bool, retainStacksOnAccountRemoval: Bool?) {
      self.enabled = enabled
      self.retainStacksOnAccountRemoval = retainStacksOnAccountRemoval
    }

    init(_ element: AnswerElement) {
      enabled = element.flag("Enabled") ?? false
      retainStacksOnAccountRemoval = element.flag("RetainStacksOnAccountRemoval")
    }
  }

  /// A parameter with its value; nil in a request: the value it has already.
  package struct Parameter: Hashable, Sendable {
    package let key: String
    package let value: String?

    package init(key: String, value: String?) {
      self.key = key
      self.value = value
    }

    init(_ element: AnswerElement) throws {
      key = try element.require("ParameterKey")
      value = element["ParameterValue"]?.text
    }
  }

  /// A stack instance, as listed and as described: only a description has the overrides.
  package struct StackInstance: Hashable, Sendable {
    package let account: String
    package let region: String
    package let stackSetID: String?
    /// Missing until a stack was made.
    package let stackID: String?
    package let status: String
    package let statusReason: String?
    package let detailedStatus: String?
    /// The unit or root that was targeted, not the account's own.
    package let organizationalUnitID: String?
    package let driftStatus: String?
    package let lastDriftCheckTimestamp: Date?
    package let lastOperationID: String?
    package let parameterOverrides: [Parameter]

    init(_ element: AnswerElement) throws {
      account = try element.require("Account")
      region = try element.require("Region")
      stackSetID = element.string("StackSetId")
      stackID = element.string("StackId")
      status = try element.require("Status")
      statusReason = element.string("StatusReason")
      detailedStatus = element["StackInstanceStatus"]?.string("DetailedStatus")
      organizationalUnitID = element.string("OrganizationalUnitId")
      driftStatus = element.string("DriftStatus")
      lastDriftCheckTimestamp = try element.date("LastDriftCheckTimestamp")
      lastOperationID = element.string("LastOperationId")
      parameterOverrides = try element.list("ParameterOverrides").map(Parameter.init)
    }
  }

  /// An operation, as listed and as described.
  package struct StackSetOperation: Hashable, Sendable {
    package let operationID: String
    package let action: String
    package let status: String
    package let statusReason: String?
    package let creationTimestamp: Date?
    package let endTimestamp: Date?
    package let failedStackInstancesCount: Int?

    init(_ element: AnswerElement) throws {
      operationID = try element.require("OperationId")
      action = try element.require("Action")
      status = try element.require("Status")
      statusReason = element.string("StatusReason")
      creationTimestamp = try element.date("CreationTimestamp")
      endTimestamp = try element.date("EndTimestamp")
      failedStackInstancesCount = element["StatusDetails"]?.integer("FailedStackInstancesCount")
    }
  }

  package struct StackSetOperationResult: Hashable, Sendable {
    package let account: String
    package let region: String
    package let status: String
    package let statusReason: String?
    package let organizationalUnitID: String?
    package let accountGateStatus: String?

    init(_ element: AnswerElement) throws {
      account = try element.require("Account")
      region = try element.require("Region")
      status = try element.require("Status")
      statusReason = element.string("StatusReason")
      organizationalUnitID = element.string("OrganizationalUnitId")
      accountGateStatus = element["AccountGateResult"]?.string("Status")
    }
  }

  package struct StackSetAutoDeploymentTarget: Hashable, Sendable {
    package let organizationalUnitID: String
    package let regions: [String]

    init(_ element: AnswerElement) throws {
      organizationalUnitID = try element.require("OrganizationalUnitId")
      regions = element.list("Regions").map(\.text)
    }
  }
}
