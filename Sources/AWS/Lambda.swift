import FoundationEssentials
import Transport

/// AWS Lambda: functions read, and invoked.
///
/// `function` is a name or an ARN everywhere; an alias or version is the `qualifier`, or ends the ARN.
package struct Lambda: Sendable {
  /// How long a synchronous invocation may take, if the caller sets nothing else.
  package static let invocationLimit: Duration = .seconds(60)

  private let connection: AWSConnection

  package init(_ connection: AWSConnection) { self.connection = connection }

  /// Runs a function and waits for what it returns.
  ///
  /// A function that fails is no error here: ``Invocation/functionError`` says so, and the payload tells of it.
  ///
  /// - Parameters:
  ///   - function: Name or ARN.
  ///   - qualifier: Alias or version.
  ///   - payload: The event, JSON.
  ///   - limit: How long to wait for it; the function's own time-out should be less.
  ///   - isRepeatable: Whether it may be run again when an earlier attempt may have run it.
  /// - Returns: What the function returned.
  /// - Throws: ``AWSError``, without any part of payload or answer.
  package func invoke(
    _ function: String,
    qualifier: String? = nil,
    payload: [UInt8],
    limit: Duration = invocationLimit,
    isRepeatable: Bool = true
  ) async throws(AWSError) -> Invocation {
    var call = Call<Invocation>(.lambda, "Invoke", decode: Invocation.init, decodeRefusal: JSONAnswer.refusal)
    call.target = Self.path(function, "/invocations") + percentEncodedQuery([("Qualifier", qualifier)])
    call.headers = [
      HTTPHeader("Content-Type", "application/json"),
      HTTPHeader("X-Amz-Invocation-Type", "RequestResponse"),
    ]
    call.body = payload
    call.attemptLimit = limit
    call.isRepeatable = isRepeatable
    call.mayHoldSecret = true
    return try await connection.perform(call)
  }

  /// A function's settings with what belongs to it beside them.
  package func getFunction(_ function: String, qualifier: String? = nil) async throws(AWSError) -> Function {
    try await get("GetFunction", Self.path(function), [("Qualifier", qualifier)])
  }

  package func getFunctionConfiguration(
    _ function: String,
    qualifier: String? = nil
  ) async throws(AWSError) -> FunctionConfiguration {
    try await get("GetFunctionConfiguration", Self.path(function, "/configuration"), [("Qualifier", qualifier)])
  }

  /// The resource policy, a JSON text; a function without one is refused with ``ServiceError/Code/resourceNotFound``.
  package func getPolicy(_ function: String, qualifier: String? = nil) async throws(AWSError) -> String {
    let response: GetPolicyResponse = try await get(
      "GetPolicy",
      Self.path(function, "/policy"),
      [("Qualifier", qualifier)]
    )
    return response.policy
  }

  package func getAlias(_ function: String, name: String) async throws(AWSError) -> Alias {
    try await get("GetAlias", Self.path(function, "/aliases/\(name.percentEncoded)"))
  }

  /// Published versions and `$LATEST`.
  package func listVersions(_ function: String) -> Pages<ListVersionsResponse> {
    Pages(.lambda, "ListVersionsByFunction") { marker throws(AWSError) in
      try await get("ListVersionsByFunction", Self.path(function, "/versions"), [("Marker", marker)])
    }
  }

  /// The concurrency that is reserved for a function; nil: none.
  package func getFunctionConcurrency(_ function: String) async throws(AWSError) -> Int? {
    let path = Self.path(function, "/concurrency", version: "2019-09-30")
    let response: GetFunctionConcurrencyResponse = try await get("GetFunctionConcurrency", path)
    return response.reservedConcurrentExecutions
  }

  /// What the account may run at one time.
  package func getAccountSettings() async throws(AWSError) -> AccountSettings {
    try await get("GetAccountSettings", "/2016-08-19/account-settings")
  }

  // MARK: The wire

  private static func path(_ function: String, _ rest: String = "", version: String = "2015-03-31") -> String {
    "/\(version)/functions/\(function.percentEncoded)\(rest)"
  }

  private func get<Response: Decodable & Sendable>(
    _ operation: String,
    _ path: String,
    _ query: [(name: String, value: String?)] = []
  ) async throws(AWSError) -> Response {
    try await connection.perform(.rest(.lambda, operation, path: path, query: query))
  }
}
