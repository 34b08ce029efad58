import AWS
package import Foundation

/// What a stack is to be.
package struct StackDefinition: Hashable, Sendable {
  package var template: CloudFormation.TemplateSource
  package var parameters: [CloudFormation.Parameter]
  package var capabilities: [String]
  /// In an update nil keeps them.
  package var tags: [CloudFormation.Tag]?

  package init(
    template: CloudFormation.TemplateSource,
    parameters: [CloudFormation.Parameter] = [],
    capabilities: [String] = ["CAPABILITY_NAMED_IAM"],
    tags: [CloudFormation.Tag]? = nil
  ) {
    self.template = template
    self.parameters = parameters
    self.capabilities = capabilities
    self.tags = tags
  }

  func fill(_ form: inout QueryForm) {
    template.fill(&form)
    form.add("Parameters", parameters)
    form.add("Capabilities", capabilities)
    if let tags { form.add("Tags", .list(tags.map(\.requestValue))) }
  }
}

// Source: the service model of CloudFormation 2010-05-15 (botocore 1.43.11).
extension CloudFormation {
  /// What a template declares.
  package struct TemplateSummary: Hashable, Sendable {
    package let description: String?
    package let parameters: [String]
    package let capabilities: [String]
    package let declaredTransforms: [String]
    /// Only GetTemplateSummary tells.
    package let resourceTypes: [String]

    init(_ element: AnswerElement) throws {
      description = element.string("Description")
      parameters = try element.list("Parameters").map { try $0.require("ParameterKey") }
      capabilities = element.list("Capabilities").map(\.text)
      declaredTransforms = element.list("DeclaredTransforms").map(\.text)
      resourceTypes = element.list("ResourceTypes").map(\.text)
    }
  }

  /// One page of a change set.
  package struct ChangeSet: Page, Hashable {
    package let changeSetID: String?
    package let stackID: String?
    /// `CREATE_PENDING`, `CREATE_IN_PROGRESS`, `CREATE_COMPLETE`, `FAILED` and others.
    package let status: String?
    package let statusReason: String?
    package let executionStatus: String?
    package let creationTime: Date?
    package let changes: [ResourceChange]
    package let nextToken: String?

    init(_ element: AnswerElement) throws {
      changeSetID = element.string("ChangeSetId")
      stackID = element.string("StackId")
      status = element.string("Status")
      statusReason = element.string("StatusReason")
      executionStatus = element.string("ExecutionStatus")
      creationTime = try element.date("CreationTime")
      changes = try element.list("Changes").compactMap { try $0["ResourceChange"].map(ResourceChange.init) }
      nextToken = element.string("NextToken")
    }
  }

  package struct ResourceChange: Hashable, Sendable {
    /// `Add`, `Modify`, `Remove`, `Import`, `Dynamic`.
    package let action: String?
    package let logicalResourceID: String
    package let physicalResourceID: String?
    package let resourceType: String?
    /// `True`, `False`, `Conditional`.
    package let replacement: String?

    init(_ element: AnswerElement) throws {
      action = element.string("Action")
      logicalResourceID = try element.require("LogicalResourceId")
      physicalResourceID = element.string("PhysicalResourceId")
      resourceType = element.string("ResourceType")
      replacement = element.string("Replacement")
    }
  }
}
