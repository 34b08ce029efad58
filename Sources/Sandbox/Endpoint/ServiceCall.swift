/// One call as the service sees it: who calls has been checked, and the rates allow it.
struct ServiceCall: Sendable {
  let operation: String
  let input: AWSCall.Input
  let request: LoopbackRequest
  /// Who signed it; nil only for the operations that carry no signature.
  let signer: Identity?
  /// The region it was signed for.
  let region: String
  let requestID: String
  let world: World

  func caller() throws(ServiceFailure) -> Identity {
    guard let signer else { throw .unsigned(.query) }
    return signer
  }

  /// The body of a JSON service.
  var json: JSONInput {
    guard case .json(let input) = input else { return JSONInput() }
    return input
  }

  /// The form of a query service.
  var query: QueryInput {
    guard case .query(let input) = input else { return QueryInput([:]) }
    return input
  }

  /// The part of the path that a route calls `name`, decoded.
  func label(_ name: String) -> String {
    guard case .path(let labels) = input else { return "" }
    return labels[name] ?? ""
  }

  /// The body of a REST-JSON call; none is an empty object.
  ///
  /// - Throws: `SerializationException` for a body that is no JSON object.
  func jsonBody() throws(ServiceFailure) -> JSONInput {
    request.body.isEmpty ? JSONInput() : try JSONInput(request.body)
  }
}
