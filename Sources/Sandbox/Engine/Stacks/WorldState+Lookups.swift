/// What stacks ask of the account they are in.
extension WorldState {
  /// What is known of a resource that a parameter names; nil when there is none with this id.
  ///
  /// Resources of types that the sandbox does not keep count as there.
  func attributes(ofType type: String, id: String, account: String, region: String) -> [String: String]? {
    switch type {
    case "AWS::EC2::VPC::Id":
      network.vpcs.first { $0.id == id && $0.account == account && $0.region == region }
        .map { ["CidrBlock": $0.cidr] }
    case "AWS::EC2::Subnet::Id":
      network.subnets.first { $0.id == id && $0.account == account && $0.region == region }
        .map { ["VpcId": $0.vpc, "AvailabilityZone": $0.zone] }
    case "AWS::EC2::SecurityGroup::Id":
      network.securityGroups.first { $0.id == id && $0.account == account && $0.region == region }.map { _ in [:] }
    case "AWS::EC2::Instance::Id":
      network.instances.first { $0.id == id && $0.account == account && $0.region == region }.map { _ in [:] }
    default: [:]
    }
  }

  /// What a dynamic reference stands for.
  ///
  /// - Throws: `ValidationError` when it cannot be read.
  func value(
    of reference: DynamicReference,
    account: String,
    region: String
  ) throws(ServiceFailure) -> String {
    switch reference {
    case .parameter(let name, let version):
      guard let parameter = parameters.parameter(name, account: account, region: region),
        version == nil || version == parameter.version
      else { throw .unreadable(parameter: name) }
      return parameter.value
    case .secret(let id, let key, let stage, let version):
      let secret = secrets.first { $0.account == account && $0.region == region && ($0.name == id || $0.arn == id) }
      let found = secret?.versions.first { candidate in
        version.map { candidate.id == $0 } ?? candidate.stages.contains(stage ?? "AWSCURRENT")
      }
      guard let found else {
        throw .validation(
          "Secrets Manager can't find the specified secret. (Service: AWSSecretsManager; Status Code: 400)"
        )
      }
      guard let key else { return found.value }
      guard let text = JSONValue([UInt8](found.value.utf8))?[key]?.string else {
        throw .validation("Could not find a value associated with JSONKey in SecretString")
      }
      return text
    }
  }
}

extension ServiceFailure {
  /// CloudFormation's answer to a parameter of SSM that is not there.
  static func unreadable(parameter name: String) -> ServiceFailure {
    .validation("Unable to fetch parameters [\(name)] from parameter store for this account.")
  }
}
