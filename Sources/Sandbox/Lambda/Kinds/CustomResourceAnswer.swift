/// What a custom resource's function answered, as CloudFormation checks it.
struct CustomResourceAnswer {
  private static let largest = 4_096
  private static let longestID = 1_024

  private let bytes: [UInt8]
  private let request: ResourceRequest
  /// Stands for the resource when the answer does not name it.
  private let makeshiftID: String

  init(_ bytes: [UInt8], _ request: ResourceRequest, makeshiftID: String) {
    self.bytes = bytes
    self.request = request
    self.makeshiftID = makeshiftID
  }

  /// The resource it describes.
  ///
  /// - Throws: ``ResourceFailure`` for a failure it tells, and for an answer that breaks a rule.
  func state() throws(ResourceFailure) -> ResourceState {
    guard bytes.count <= Self.largest else { throw failure("Response object is too long.") }
    guard let members = JSONValue(bytes)?.object else {
      throw failure("Invalid response object: the response is no JSON object")
    }
    let echoes = [
      ("StackId", request.stackID), ("RequestId", request.requestID), ("LogicalResourceId", request.logicalID),
    ]
    for (name, expected) in echoes where members[name]?.string != expected {
      throw failure("Invalid response object: Value of property \(name) is not the one of the request")
    }
    let physicalID = members["PhysicalResourceId"]?.string ?? ""
    switch members["Status"]?.string {
    case "SUCCESS": break
    case "FAILED":
      let reason = members["Reason"]?.string ?? ""
      var told = failure(
        "Received response status [FAILED] from custom resource. Message returned: \(reason) "
          + "(RequestId: \(request.requestID))"
      )
      if !physicalID.isEmpty { told.physicalID = physicalID }
      throw told
    default: throw failure("Invalid response object: Value of property Status must be SUCCESS or FAILED")
    }
    guard !physicalID.isEmpty, physicalID.utf8.count <= Self.longestID else {
      throw failure("Invalid PhysicalResourceId")
    }
    var isMasked = false
    if case .boolean(true)? = members["NoEcho"] { isMasked = true }
    return ResourceState(
      physicalID: physicalID,
      attributes: try attributes(of: members["Data"]),
      isMasked: isMasked
    )
  }

  private func attributes(of data: JSONValue?) throws(ResourceFailure) -> [String: TemplateValue] {
    switch data {
    case nil, .null: return [:]
    case .object(let members):
      var found: [String: TemplateValue] = [:]
      Self.collect(members, below: "", into: &found)
      return found
    default: throw failure("Invalid response object: Value of property Data must be an object")
    }
  }

  /// Members of objects inside are named with dots.
  private static func collect(
    _ members: [String: JSONValue],
    below prefix: String,
    into found: inout [String: TemplateValue]
  ) {
    for (name, value) in members {
      if let inner = value.object { collect(inner, below: "\(prefix)\(name).", into: &found) }
      found[prefix + name] = value.templateValue
    }
  }

  private func failure(_ reason: String) -> ResourceFailure {
    ResourceFailure(reason: reason, physicalID: makeshiftID)
  }
}

extension JSONValue {
  /// The same as a template's value.
  var templateValue: TemplateValue {
    switch self {
    case .string(let text): .string(text)
    case .number: .number(text)
    case .boolean(let flag): .boolean(flag)
    case .null: .null
    case .list(let values): .list(values.map(\.templateValue))
    case .object(let members):
      .object(
        TemplateObject(
          members.sorted { $0.key < $1.key }.map { .init(name: $0.key, value: $0.value.templateValue) }
        )
      )
    }
  }
}
