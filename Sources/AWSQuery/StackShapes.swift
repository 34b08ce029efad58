package import Foundation

// Source: the service model of CloudFormation 2010-05-15 (botocore 1.43.11). Words for states are kept as they come.
extension CloudFormation {
  package struct Stack: Hashable, Sendable {
    package let stackName: String
    package let stackID: String?
    package let description: String?
    package let parameters: [Parameter]
    package let creationTime: Date?
    package let lastUpdatedTime: Date?
    package let stackStatus: String
    package let stackStatusReason: String?
    package let isTerminationProtected: Bool?
    package let tags: [Tag]
    /// Values the stack gives out, by their keys.
    package let outputs: [String: String]

    init(_ element: AnswerElement) throws {
      stackName = try element.require("StackName")
      stackID = element.string("StackId")
      description = element.string("Description")
      parameters = try element.list("Parameters").map(Parameter.init)
      creationTime = try element.date("CreationTime")
      lastUpdatedTime = try element.date("LastUpdatedTime")
      stackStatus = try element.require("StackStatus")
      stackStatusReason = element.string("StackStatusReason")
      isTerminationProtected = element.flag("EnableTerminationProtection")
      tags = try element.list("Tags").map(Tag.init)
      outputs = try element.list("Outputs").reduce(into: [:]) { outputs, output in
        outputs[try output.require("OutputKey")] = output["OutputValue"]?.text ?? ""
      }
    }
  }

  package struct Tag: Hashable, Sendable {
    package let key: String
    package let value: String

    package init(_ key: String, _ value: String) {
      self.key = key
      self.value = value
    }

    init(_ element: AnswerElement) throws {
      key = try element.require("Key")
      value = element["Value"]?.text ?? ""
    }
  }

  package struct StackEvent: Hashable, Sendable {
    package let eventID: String
    package let stackID: String
    package let stackName: String
    package let logicalResourceID: String?
    package let physicalResourceID: String?
    package let resourceType: String?
    package let timestamp: Date?
    package let resourceStatus: String?
    package let resourceStatusReason: String?
    package let clientRequestToken: String?

    init(_ element: AnswerElement) throws {
      eventID = try element.require("EventId")
      stackID = try element.require("StackId")
      stackName = try element.require("StackName")
      logicalResourceID = element.string("LogicalResourceId")
      physicalResourceID = element.string("PhysicalResourceId")
      resourceType = element.string("ResourceType")
      timestamp = try element.date("Timestamp")
      resourceStatus = element.string("ResourceStatus")
      resourceStatusReason = element.string("ResourceStatusReason")
      clientRequestToken = element.string("ClientRequestToken")
    }
  }

  package struct StackResource: Hashable, Sendable {
    package let logicalResourceID: String
    package let physicalResourceID: String?
    package let resourceType: String
    package let resourceStatus: String
    package let resourceStatusReason: String?
    package let timestamp: Date?

    init(_ element: AnswerElement) throws {
      logicalResourceID = try element.require("LogicalResourceId")
      physicalResourceID = element.string("PhysicalResourceId")
      resourceType = try element.require("ResourceType")
      resourceStatus = try element.require("ResourceStatus")
      resourceStatusReason = element.string("ResourceStatusReason")
      timestamp = try element.date("Timestamp")
    }
  }
}
