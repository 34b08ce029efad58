import AWS

/// One function as it was read: what is deployed, what its aliases froze, and who may call it.
struct FunctionFacts: Hashable {
  struct Configuration: Hashable {
    var state: String?
    var stateReason: String?
    var lastUpdateStatus: String?
    var runtime: String?
    var handler: String?
    var codeSHA256: String?
    var variables: [String: String] = [:]
    var layers: [String] = []
    var architecture: String?
    var timeout: Int?
    var vpcID: String?
    var subnetIDs: [String] = []
    var securityGroupIDs: [String] = []
  }

  let name: String
  /// What would be published next.
  var latest: Configuration
  /// What each alias runs.
  var aliases: [String: Configuration] = [:]
  /// Resource policies by alias, under the empty name the function's own; missing where it has none.
  var policies: [String: PolicyDocument] = [:]
  var reservedConcurrency: Int?
}

extension FunctionFacts.Configuration {
  init(_ configuration: Lambda.FunctionConfiguration) {
    self.init(
      state: configuration.state,
      stateReason: configuration.stateReason,
      lastUpdateStatus: configuration.lastUpdateStatus,
      runtime: configuration.runtime,
      handler: configuration.handler,
      codeSHA256: configuration.codeSHA256,
      variables: configuration.environment?.variables ?? [:],
      layers: (configuration.layers ?? []).compactMap(\.arn),
      architecture: configuration.architectures?.first,
      timeout: configuration.timeout,
      vpcID: configuration.vpcConfig?.vpcID.flatMap { $0.isEmpty ? nil : $0 },
      subnetIDs: configuration.vpcConfig?.subnetIDs ?? [],
      securityGroupIDs: configuration.vpcConfig?.securityGroupIDs ?? []
    )
  }

  /// In what a frozen version differs from what is deployed now; nil where it runs the same.
  func difference(from latest: FunctionFacts.Configuration) -> String? {
    if codeSHA256 != latest.codeSHA256 { return "other code" }
    if handler != latest.handler || runtime != latest.runtime { return "another runtime or handler" }
    if variables != latest.variables {
      let names = Set(variables.keys).union(latest.variables.keys).filter { variables[$0] != latest.variables[$0] }
      return "other variables (\(names.sorted().joined(separator: ", ")))"
    }
    if layers != latest.layers { return "other layers" }
    if subnetIDs.sorted() != latest.subnetIDs.sorted() { return "other subnets" }
    if securityGroupIDs.sorted() != latest.securityGroupIDs.sorted() { return "other security groups" }
    return timeout == latest.timeout ? nil : "another time-out"
  }
}
