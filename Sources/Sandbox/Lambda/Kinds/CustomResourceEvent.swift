/// What a custom resource's function is asked.
struct CustomResourceEvent {
  enum Kind {
    case create
    /// With the physical id and the properties until now.
    case update(String, TemplateObject)
    case delete(String)
  }

  let kind: Kind
  let request: ResourceRequest

  /// The event; numbers and booleans among the properties are strings.
  func json(responseURL: String) -> [UInt8] {
    var event = TemplateObject()
    event["RequestType"] = .string(name)
    event["ServiceToken"] = request.properties["ServiceToken"]
    event["ResponseURL"] = .string(responseURL)
    event["StackId"] = .string(request.stackID)
    event["RequestId"] = .string(request.requestID)
    event["LogicalResourceId"] = .string(request.logicalID)
    event["ResourceType"] = .string(request.type)
    event["ResourceProperties"] = .object(request.properties)
    switch kind {
    case .create: break
    case .update(let physicalID, let old):
      event["PhysicalResourceId"] = .string(physicalID)
      event["OldResourceProperties"] = .object(old)
    case .delete(let physicalID): event["PhysicalResourceId"] = .string(physicalID)
    }
    return Array(TemplateValue.object(event).json(.texts).utf8)
  }

  private var name: String {
    switch kind {
    case .create: "Create"
    case .update: "Update"
    case .delete: "Delete"
    }
  }
}
