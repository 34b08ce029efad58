/// What an execution environment's process finds in its environment.
struct EnvironmentVariables {
  let version: FunctionVersion
  let logStream: String

  /// The function's own variables, and Lambda's over them.
  ///
  /// Source: Lambda Developer Guide, "Defined runtime environment variables".
  ///
  /// - Parameters:
  ///   - credentials: Of the execution role's session.
  ///   - addresses: The sandbox's servers.
  ///   - runtime: What `AWS_LAMBDA_RUNTIME_API` says.
  /// - Returns: All of them.
  func all(
    _ credentials: SessionCredentials,
    _ addresses: Executions.Addresses,
    runtime: String
  ) -> [String: String] {
    let region = version.functionARN.split(separator: ":")[3]
    var variables = version.settings.variables
    variables.merge(
      [
        "_HANDLER": version.settings.handler ?? "",
        "AWS_ACCESS_KEY_ID": credentials.accessKeyID,
        "AWS_SECRET_ACCESS_KEY": credentials.secretAccessKey,
        "AWS_SESSION_TOKEN": credentials.sessionToken,
        "AWS_REGION": String(region),
        "AWS_DEFAULT_REGION": String(region),
        "AWS_LAMBDA_FUNCTION_NAME": version.functionName,
        "AWS_LAMBDA_FUNCTION_VERSION": version.number,
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "\(version.settings.memory)",
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_LAMBDA_LOG_GROUP_NAME": version.logGroup,
        "AWS_LAMBDA_LOG_STREAM_NAME": logStream,
        "AWS_LAMBDA_RUNTIME_API": runtime,
        "LAMBDA_TASK_ROOT": "/var/task",
        "LAMBDA_RUNTIME_DIR": "/var/runtime",
        "TZ": ":UTC",
        // The sandbox's own: where AWS is, and where answers to custom resources may go over plain HTTP.
        "AWS_ENDPOINT_URL": addresses.aws,
        "AWS_EC2_METADATA_DISABLED": "true",
        "ROLECALL_RESPONSE_HOST": addresses.authority,
      ],
      uniquingKeysWith: { _, lambda in lambda }
    )
    if version.settings.hasSecretsExtension {
      variables["PARAMETERS_SECRETS_EXTENSION_HTTP_PORT"] = "\(addresses.extensionPort)"
    }
    return variables
  }
}
