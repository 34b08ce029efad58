import FoundationEssentials

extension AWSService {
  /// Source: botocore's model of Lambda (2015-03-31).
  static let lambda = AWSService(
    name: "lambda",
    wire: .restJSON,
    key: .routes(lambdaRoutes),
    operations: Set(lambdaRoutes.map(\.operation))
  ) { (call: ServiceCall) async throws(ServiceFailure) -> LoopbackReply in
    if call.operation == "Invoke" { return try await LambdaInvoke(call: call).answer() }
    return try await call.world.perform {
      (state: inout WorldState, now: Date) throws(ServiceFailure) -> LoopbackReply in
      try LambdaService(call, now: now).answer(call.operation, &state)
    }
  }

  private static let lambdaRoutes: [RESTRoute] = {
    let functions = "/2015-03-31/functions"
    let function = "\(functions)/{FunctionName}"
    return [
      RESTRoute("ListFunctions", "GET \(functions)"),
      RESTRoute("CreateFunction", "POST \(functions)"),
      RESTRoute("GetFunction", "GET \(function)"),
      RESTRoute("DeleteFunction", "DELETE \(function)"),
      RESTRoute("GetFunctionConfiguration", "GET \(function)/configuration"),
      RESTRoute("UpdateFunctionConfiguration", "PUT \(function)/configuration"),
      RESTRoute("UpdateFunctionCode", "PUT \(function)/code"),
      RESTRoute("Invoke", "POST \(function)/invocations"),
      RESTRoute("PublishVersion", "POST \(function)/versions"),
      RESTRoute("ListVersionsByFunction", "GET \(function)/versions"),
      RESTRoute("CreateAlias", "POST \(function)/aliases"),
      RESTRoute("ListAliases", "GET \(function)/aliases"),
      RESTRoute("GetAlias", "GET \(function)/aliases/{Name}"),
      RESTRoute("UpdateAlias", "PUT \(function)/aliases/{Name}"),
      RESTRoute("DeleteAlias", "DELETE \(function)/aliases/{Name}"),
      RESTRoute("AddPermission", "POST \(function)/policy"),
      RESTRoute("GetPolicy", "GET \(function)/policy"),
      RESTRoute("RemovePermission", "DELETE \(function)/policy/{StatementId}"),
      RESTRoute("PutFunctionConcurrency", "PUT /2017-10-31/functions/{FunctionName}/concurrency"),
      RESTRoute("DeleteFunctionConcurrency", "DELETE /2017-10-31/functions/{FunctionName}/concurrency"),
      RESTRoute("GetFunctionConcurrency", "GET /2019-09-30/functions/{FunctionName}/concurrency"),
      RESTRoute("GetAccountSettings", "GET /2016-08-19/account-settings"),
      RESTRoute("PutFunctionEventInvokeConfig", "PUT /2019-09-25/functions/{FunctionName}/event-invoke-config"),
      RESTRoute("GetFunctionEventInvokeConfig", "GET /2019-09-25/functions/{FunctionName}/event-invoke-config"),
      RESTRoute("UpdateFunctionEventInvokeConfig", "POST /2019-09-25/functions/{FunctionName}/event-invoke-config"),
      RESTRoute("DeleteFunctionEventInvokeConfig", "DELETE /2019-09-25/functions/{FunctionName}/event-invoke-config"),
    ]
  }()
}
