import FoundationEssentials

/// What CloudFormation asks for, read and checked as far as that goes without knowing the resource.
///
/// Nothing in it is proven: everybody in the organization may make such an event up.
package struct CustomResourceRequest: Hashable, Sendable {
  /// Create, Update or Delete, with what only some of them have.
  package enum Kind: Hashable, Sendable {
    case create
    case update(physicalID: String, from: ResourceProperties)
    case delete(physicalID: String)
  }

  package let kind: Kind
  package let stack: StackARN
  package let logicalID: String
  /// `Custom::Name`.
  package let resourceType: String
  package let properties: ResourceProperties

  /// The id that the resource already has; nil for a Create.
  package var physicalID: String? {
    switch kind {
    case .create: nil
    case .update(let id, _), .delete(let id): id
    }
  }

  /// The request's type as CloudFormation names it.
  package var type: String {
    switch kind {
    case .create: "Create"
    case .update: "Update"
    case .delete: "Delete"
    }
  }

  /// Reads an event for the function `function`.
  ///
  /// Fields that AWS may add are passed over; those known must be of the documented form.
  /// Source: CloudFormation Template Reference, "Custom resource request objects".
  ///
  /// - Throws: ``Refusal`` for anything else.
  init(json: [UInt8], for function: FunctionARN) throws(Refusal) {
    let wire: Wire
    do {
      wire = try JSONDecoder().decode(Wire.self, from: Data(json))
    } catch {
      throw Refusal("the event is not of the form that CloudFormation documents")
    }
    guard let stack = StackARN(wire.stackID) else { throw Refusal("StackId is not the ARN of a stack") }
    guard stack.partition == function.partition, stack.region == function.region else {
      throw Refusal("StackId names \(stack.partition) \(stack.region), this function is in \(function.region)")
    }
    guard wire.logicalID.isPrintable(upTo: 255) else { throw Refusal("LogicalResourceId is not a logical id") }
    guard wire.resourceType.isPrintable(upTo: 128) else { throw Refusal("ResourceType is not a type's name") }
    if let id = wire.physicalID, !id.isPrintable(upTo: 1_024) {
      throw Refusal("PhysicalResourceId is not a physical id")
    }
    self.stack = stack
    logicalID = wire.logicalID
    resourceType = wire.resourceType
    properties = wire.properties
    kind =
      switch (wire.requestType, wire.physicalID) {
      case ("Create", _): .create
      case ("Update", let id?): .update(physicalID: id, from: wire.oldProperties ?? wire.properties)
      case ("Delete", let id?): .delete(physicalID: id)
      case ("Update", nil), ("Delete", nil): throw Refusal("PhysicalResourceId is missing")
      default: throw Refusal("RequestType is none of Create, Update and Delete")
      }
  }

  private struct Wire: Decodable {
    let requestType: String
    let stackID: String
    let logicalID: String
    let resourceType: String
    let physicalID: String?
    let properties: ResourceProperties
    let oldProperties: ResourceProperties?

    enum CodingKeys: String, CodingKey {
      case requestType = "RequestType"
      case stackID = "StackId"
      case logicalID = "LogicalResourceId"
      case resourceType = "ResourceType"
      case physicalID = "PhysicalResourceId"
      case properties = "ResourceProperties"
      case oldProperties = "OldResourceProperties"
    }
  }
}

extension String {
  /// Whether this is 1 to `limit` printable ASCII characters, which is what the fields of an event are.
  fileprivate func isPrintable(upTo limit: Int) -> Bool {
    (1...limit).contains(utf8.count) && utf8.allSatisfy { (0x20...0x7E).contains($0) }
  }
}
