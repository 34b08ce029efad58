import FoundationEssentials

/// How CloudFormation shows stacks in XML.
enum StackView {
  static func write(_ stack: StackRecord, to xml: inout XMLWriter) {
    xml.element("StackId", stack.id)
    xml.element("StackName", stack.name)
    xml.element("Description", stack.description)
    xml.element("CreationTime", stack.createdAt)
    xml.element("LastUpdatedTime", stack.updatedAt)
    xml.element("DeletionTime", stack.deletedAt)
    xml.element("StackStatus", stack.status.rawValue)
    xml.element("StackStatusReason", stack.reason)
    xml.element("DisableRollback", stack.onFailure == .doNothing)
    xml.element("EnableTerminationProtection", stack.isProtected)
    xml.element("RoleARN", stack.roleARN)
    xml.element("TimeoutInMinutes", stack.timeoutInMinutes)
    xml.list("NotificationARNs", stack.notificationARNs)
    xml.element("RollbackConfiguration") { _ in }
    xml.list("Capabilities", stack.capabilities)
    writeParameters(of: stack, to: &xml)
    xml.list("Outputs", stack.outputs) { xml, output in
      xml.element("OutputKey", output.key)
      xml.element("OutputValue", output.value)
      xml.element("Description", output.description)
      xml.element("ExportName", output.exportName)
    }
    write(stack.tags, to: &xml)
    xml.element("DriftInformation") { $0.element("StackDriftStatus", "NOT_CHECKED") }
  }

  private static func writeParameters(of stack: StackRecord, to xml: inout XMLWriter) {
    xml.list("Parameters", stack.parameters) { xml, parameter in
      xml.element("ParameterKey", parameter.key)
      xml.element("ParameterValue", parameter.value)
      xml.element("ResolvedValue", stack.bound[parameter.key]?.resolved)
    }
  }

  static func write(_ tags: [ResourceTag], to xml: inout XMLWriter) {
    xml.list("Tags", tags) { xml, tag in
      xml.element("Key", tag.key)
      xml.element("Value", tag.value)
    }
  }

  static func writeSummary(of stack: StackRecord, to xml: inout XMLWriter) {
    xml.element("StackId", stack.id)
    xml.element("StackName", stack.name)
    xml.element("TemplateDescription", stack.description)
    xml.element("CreationTime", stack.createdAt)
    xml.element("LastUpdatedTime", stack.updatedAt)
    xml.element("DeletionTime", stack.deletedAt)
    xml.element("StackStatus", stack.status.rawValue)
    xml.element("StackStatusReason", stack.reason)
    xml.element("DriftInformation") { $0.element("StackDriftStatus", "NOT_CHECKED") }
  }

  static func write(_ event: StackRecord.Event, of stack: StackRecord, to xml: inout XMLWriter) {
    xml.element("StackId", stack.id)
    xml.element("EventId", event.id)
    xml.element("StackName", stack.name)
    xml.element("LogicalResourceId", event.logicalID)
    xml.element("PhysicalResourceId", event.physicalID)
    xml.element("ResourceType", event.resourceType)
    xml.element("Timestamp", event.at)
    xml.element("ResourceStatus", event.status)
    xml.element("ResourceStatusReason", event.reason)
    xml.element("ClientRequestToken", event.clientRequestToken)
  }

  /// A resource; with its stack's name unless `stack` is nil, its time under the name that the operation has for it.
  static func write(
    _ resource: StackResource,
    of stack: StackRecord?,
    to xml: inout XMLWriter,
    time: String = "Timestamp"
  ) {
    xml.element("StackName", stack?.name)
    xml.element("StackId", stack?.id)
    xml.element("LogicalResourceId", resource.logicalID)
    xml.element("PhysicalResourceId", resource.state?.physicalID)
    xml.element("ResourceType", resource.type)
    xml.element(time, resource.changedAt)
    xml.element("ResourceStatus", resource.status.rawValue)
    xml.element("ResourceStatusReason", resource.reason)
    xml.element("DriftInformation") { $0.element("StackResourceDriftStatus", "NOT_CHECKED") }
  }
}
