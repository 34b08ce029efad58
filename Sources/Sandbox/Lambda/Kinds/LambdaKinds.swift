import FoundationEssentials

/// Lambda's resource types, and the custom resources that functions stand behind.
enum LambdaKinds {
  static let all: [any ResourceKind] = [
    FunctionKind(), FunctionVersionKind(), FunctionAliasKind(), FunctionPermissionKind(), EventInvokeConfigKind(),
    CustomResourceKind(),
  ]
}

extension ResourceFailure {
  /// Lambda's own failure in the words of its resource types' handlers.
  static func lambda(
    _ failure: ServiceFailure,
    _ request: ResourceRequest,
    physicalID: String? = nil
  ) -> ResourceFailure {
    let code =
      switch failure.code {
      case "ResourceConflictException": "AlreadyExists"
      case "ResourceNotFoundException": "NotFound"
      case "AccessDeniedException": "AccessDenied"
      case "TooManyRequestsException": "Throttling"
      default: "InvalidRequest"
      }
    let message =
      "\(failure.message) (Service: Lambda, Status Code: \(failure.status), Request ID: \(request.requestID))"
    var result = ResourceFailure.handler(message, code: code, request)
    result.physicalID = physicalID
    return result
  }

  /// A sibling failed, or the sandbox stops.
  static func cancelled(physicalID: String?) -> ResourceFailure {
    ResourceFailure(reason: "Resource creation cancelled", physicalID: physicalID)
  }
}

extension ResourceRequest {
  /// The properties as Lambda's API would get them.
  var input: JSONInput {
    JSONInput(JSONValue(Array(TemplateValue.object(properties).json().utf8))?.object ?? [:])
  }

  /// The function that `FunctionName` names, with the qualifier in it or in `Qualifier`.
  func function(qualifier: String? = nil) throws(ServiceFailure) -> FunctionReference {
    try FunctionReference(
      properties.text("FunctionName") ?? "",
      qualifier: qualifier,
      account: account,
      region: region
    )
  }

  /// Changes the world's functions, and tells failures in a handler's words.
  func lambda<Value: Sendable>(
    physicalID: String? = nil,
    _ body: @Sendable (inout WorldState, Date) throws(ServiceFailure) -> Value
  ) async throws(ResourceFailure) -> Value {
    do throws(ServiceFailure) {
      return try await world.perform(body)
    } catch {
      throw .lambda(error, self, physicalID: physicalID)
    }
  }
}
