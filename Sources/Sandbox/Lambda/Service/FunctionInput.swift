import FoundationEssentials

/// What a call or a template says about a function.
///
/// Source: Lambda API Reference, CreateFunction and UpdateFunctionConfiguration; AWS::Lambda::Function spells the same
/// members, but for `KmsKeyArn`, and may write numbers as strings.
struct FunctionInput {
  let input: JSONInput

  /// Puts what was said over `settings`; what was not said stays.
  func apply(to settings: inout FunctionSettings) throws(ServiceFailure) {
    settings.role = input.string("Role") ?? settings.role
    settings.handler = input.string("Handler") ?? settings.handler
    settings.runtime = input.string("Runtime") ?? settings.runtime
    settings.description = input.string("Description") ?? settings.description
    settings.timeout = try number("Timeout", of: input, in: 1...900) ?? settings.timeout
    settings.memory = try number("MemorySize", of: input, in: 128...10_240) ?? settings.memory
    if let variables = try variables() { settings.variables = variables }
    if let network = input.object("VpcConfig") { settings.network = Self.network(network) }
    if let target = input.object("DeadLetterConfig") { settings.deadLetterTarget = Self.text(target, "TargetArn") }
    if let key = input.string("KMSKeyArn") ?? input.string("KmsKeyArn") {
      settings.kmsKeyARN = key.isEmpty ? nil : key
    }
    settings.tracing = input.object("TracingConfig")?.string("Mode") ?? settings.tracing
    settings.layers = try layers() ?? settings.layers
    settings.architecture = input.strings("Architectures")?.first ?? settings.architecture
    if let storage = input.object("EphemeralStorage") {
      settings.storage = try number("Size", of: storage, in: 512...10_240) ?? settings.storage
    }
    if let logging = input.object("LoggingConfig") {
      settings.logFormat = logging.string("LogFormat") ?? settings.logFormat
      settings.logGroup = logging.string("LogGroup") ?? settings.logGroup
    }
    settings.packageType = input.string("PackageType") ?? settings.packageType
  }

  private func variables() throws(ServiceFailure) -> [String: String]? {
    guard let environment = input.object("Environment") else { return nil }
    let variables = environment.members["Variables"]?.object?.compactMapValues(Self.scalar) ?? [:]
    let size = variables.reduce(0) { $0 + $1.key.utf8.count + $1.value.utf8.count }
    guard size <= 4_096 else {
      throw .lambda(
        "Lambda was unable to configure your environment variables because the environment variables you have provided "
          + "exceeded the 4KB limit. String measured: \(JSONValue.object(variables.mapValues(JSONValue.string)).text)"
      )
    }
    if let reserved = variables.keys.sorted().first(where: Self.reservedNames.contains) {
      throw .lambda(
        "Lambda was unable to configure your environment variables because the environment variables you have provided "
          + "contains reserved keys that are currently not supported for modification. Reserved keys used in this "
          + "request: \(reserved)"
      )
    }
    return variables
  }

  /// Source: Lambda Developer Guide, "Defined runtime environment variables".
  private static let reservedNames: Set<String> = [
    "_HANDLER", "_X_AMZN_TRACE_ID", "AWS_DEFAULT_REGION", "AWS_REGION", "AWS_EXECUTION_ENV", "AWS_LAMBDA_FUNCTION_NAME",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_VERSION", "AWS_LAMBDA_INITIALIZATION_TYPE",
    "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_LAMBDA_RUNTIME_API", "LAMBDA_TASK_ROOT", "LAMBDA_RUNTIME_DIR",
  ]

  private func layers() throws(ServiceFailure) -> [String]? {
    guard let layers = input.strings("Layers") else { return nil }
    guard layers.count <= 5 else {
      throw .lambda("Cannot reference more than 5 layers.")
    }
    return layers
  }

  private static func network(_ input: JSONInput) -> FunctionSettings.Network? {
    let subnets = input.strings("SubnetIds") ?? []
    let groups = input.strings("SecurityGroupIds") ?? []
    return subnets.isEmpty ? nil : FunctionSettings.Network(subnets: subnets, securityGroups: groups, vpc: "")
  }

  private func number(
    _ name: String,
    of input: JSONInput,
    in range: ClosedRange<Int>
  ) throws(ServiceFailure) -> Int? {
    guard let value = input.integer(name) ?? input.string(name).flatMap({ Int($0) }) else { return nil }
    guard range.contains(value) else {
      let bound =
        value < range.lowerBound
        ? "greater than or equal to \(range.lowerBound)" : "less than or equal to \(range.upperBound)"
      let member = name.prefix(1).lowercased() + name.dropFirst()
      throw .lambda(
        "1 validation error detected: Value '\(value)' at '\(member)' failed to satisfy constraint: Member must have "
          + "value \(bound)"
      )
    }
    return value
  }

  private static func text(_ input: JSONInput, _ name: String) -> String? {
    input.string(name).flatMap { $0.isEmpty ? nil : $0 }
  }

  private static func scalar(_ value: JSONValue) -> String? {
    switch value {
    case .string(let text): text
    case .number, .boolean: value.text
    case .list, .object, .null: nil
    }
  }
}
