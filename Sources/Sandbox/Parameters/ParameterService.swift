import FoundationEssentials

/// The parameter store of AWS Systems Manager over one world at one moment.
struct ParameterService {
  static let operations: Set<String> = ["GetParameter", "GetParameters", "PutParameter", "DeleteParameter"]

  let input: JSONInput
  let caller: Identity
  let region: String
  let now: Date

  func answer(_ operation: String, _ state: inout WorldState) throws(ServiceFailure) -> [UInt8] {
    switch operation {
    case "GetParameter": return try parameter(state)
    case "GetParameters": return parameters(state)
    case "PutParameter":
      try checkWriter(operation)
      return try put(&state)
    case "DeleteParameter":
      try checkWriter(operation)
      guard state.parameters.remove(try required("Name"), account: caller.account, region: region) else {
        throw Self.notFound
      }
      return JSONWriter.document { _ in }
    default: throw .unknownOperation(.json, operation)
    }
  }

  private static let notFound = ServiceFailure(code: "ParameterNotFound", message: "")

  private func checkWriter(_ operation: String) throws(ServiceFailure) {
    guard caller.access == .write else { throw .denied(.json, caller.arn, "ssm:\(operation)") }
  }

  private func parameter(_ state: WorldState) throws(ServiceFailure) -> [UInt8] {
    guard let parameter = find(try required("Name"), state) else { throw Self.notFound }
    return JSONWriter.document { json in json.member("Parameter") { Self.write(parameter, to: &$0) } }
  }

  private func parameters(_ state: WorldState) -> [UInt8] {
    let names = input.strings("Names") ?? []
    let found = names.compactMap { find($0, state) }
    return JSONWriter.document { json in
      json.member("Parameters", found) { json, parameter in json.object { Self.write(parameter, to: &$0) } }
      json.member("InvalidParameters", names.filter { find($0, state) == nil }) { $0.element($1) }
    }
  }

  private func put(_ state: inout WorldState) throws(ServiceFailure) -> [UInt8] {
    let parameter = try state.parameters.put(
      try required("Name"),
      type: input.string("Type") ?? "String",
      value: try required("Value"),
      description: input.string("Description"),
      overwrites: input.boolean("Overwrite") ?? false,
      account: caller.account,
      region: region,
      at: now
    )
    return JSONWriter.document { json in
      json.member("Version", parameter.version)
      json.member("Tier", "Standard")
    }
  }

  // MARK: Pieces

  /// By name, by name and version, or by ARN.
  private func find(_ reference: String, _ state: WorldState) -> ParameterState.Parameter? {
    let isARN = reference.hasPrefix("arn:")
    let name = isARN ? String(ARN(reference).resource.dropFirst("parameter".count)) : reference
    let parts = name.split(separator: ":").map(String.init)
    let found =
      parts.first.flatMap { state.parameters.parameter($0, account: caller.account, region: region) }
      ?? parts.first.flatMap {
        // The ARN of a parameter without a path has a slash that its name has not.
        state.parameters.parameter(String($0.drop { $0 == "/" }), account: caller.account, region: region)
      }
    guard parts.count > 1 else { return found }
    return found.flatMap { "\($0.version)" == parts[1] ? $0 : nil }
  }

  private func required(_ name: String) throws(ServiceFailure) -> String {
    guard let value = input.string(name), !value.isEmpty else {
      throw ServiceFailure(
        code: "ValidationException",
        message: "1 validation error detected: Value at '\(name.lowercased())' failed to satisfy constraint: "
          + "Member must not be null"
      )
    }
    return value
  }

  private static func write(_ parameter: ParameterState.Parameter, to json: inout JSONWriter) {
    json.member("Name", parameter.name)
    json.member("Type", parameter.type)
    json.member("Value", parameter.value)
    json.member("Version", parameter.version)
    json.member("LastModifiedDate", parameter.changedAt.timeIntervalSince1970)
    json.member("ARN", parameter.arn)
    json.member("DataType", "text")
  }
}
