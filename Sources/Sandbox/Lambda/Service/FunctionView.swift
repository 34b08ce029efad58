import FoundationEssentials

/// How Lambda tells a function's configuration.
struct FunctionView {
  let record: FunctionRecord
  let now: Date
  let idleLimit: Duration

  /// Writes the members of `FunctionConfiguration`.
  ///
  /// - Parameters:
  ///   - version: What is told.
  ///   - qualifier: The alias or version that was asked for, which the ARN then has.
  ///   - json: Where to.
  func write(_ version: FunctionVersion, qualifier: String?, to json: inout JSONWriter) {
    let settings = version.settings
    let isLatest = version.number == FunctionVersion.latest
    let shown = qualifier ?? (isLatest ? nil : version.number)
    json.member("FunctionName", record.name)
    json.member("FunctionArn", shown.map { "\(record.arn):\($0)" } ?? record.arn)
    json.member("Runtime", settings.runtime)
    json.member("Role", settings.role)
    json.member("Handler", settings.handler)
    json.member("CodeSize", version.code.size)
    json.member("Description", settings.description)
    json.member("Timeout", settings.timeout)
    json.member("MemorySize", settings.memory)
    json.member("LastModified", Self.time(version.lastModified))
    json.member("CodeSha256", version.code.sha256)
    json.member("Version", version.number)
    if let network = settings.network {
      json.member("VpcConfig") {
        $0.member("SubnetIds", network.subnets) { $0.element($1) }
        $0.member("SecurityGroupIds", network.securityGroups) { $0.element($1) }
        $0.member("VpcId", network.vpc)
        $0.member("Ipv6AllowedForDualStack", false)
      }
    }
    if let target = settings.deadLetterTarget { json.member("DeadLetterConfig") { $0.member("TargetArn", target) } }
    if !settings.variables.isEmpty {
      json.member("Environment") {
        $0.member("Variables") { json in
          for (name, value) in settings.variables.sorted(by: { $0.key < $1.key }) { json.member(name, value) }
        }
      }
    }
    json.member("KMSKeyArn", settings.kmsKeyARN)
    json.member("TracingConfig") { $0.member("Mode", settings.tracing) }
    json.member("RevisionId", version.revisionID)
    if !settings.layers.isEmpty {
      json.member("Layers", settings.layers) { json, layer in json.object { $0.member("Arn", layer) } }
    }
    writeState(version, to: &json)
    json.member("PackageType", settings.packageType)
    json.member("Architectures", [settings.architecture]) { $0.element($1) }
    json.member("EphemeralStorage") { $0.member("Size", settings.storage) }
    json.member("SnapStart") {
      $0.member("ApplyOn", "None")
      $0.member("OptimizationStatus", "Off")
    }
    json.member("LoggingConfig") {
      $0.member("LogFormat", settings.logFormat)
      $0.member("LogGroup", version.logGroup)
    }
  }

  private func writeState(_ version: FunctionVersion, to json: inout JSONWriter) {
    let state = version.state(at: now, idleLimit: idleLimit)
    json.member("State", state.rawValue)
    switch state {
    case .pending:
      json.member("StateReason", "The function is being created.")
      json.member("StateReasonCode", "Creating")
    case .inactive:
      json.member("StateReason", "The function is idle.")
      json.member("StateReasonCode", "Idle")
    case .active: break
    }
    let isUpdating = now < version.updatedAt
    json.member("LastUpdateStatus", isUpdating ? "InProgress" : "Successful")
    if isUpdating {
      json.member("LastUpdateStatusReason", "The function is being created.")
      json.member("LastUpdateStatusReasonCode", "Creating")
    }
  }

  /// `2026-11-24T06:09:04.000+0000`.
  static func time(_ date: Date) -> String {
    let text = date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    return text.replacing("Z", with: "+0000")
  }
}
