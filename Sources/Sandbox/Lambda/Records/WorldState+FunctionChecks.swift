/// What Lambda looks at in other services before it takes a function.
extension WorldState {
  /// The settings with what Lambda finds out by itself: the VPC of the subnets.
  ///
  /// - Throws: `InvalidParameterValueException` for a role that Lambda cannot use, or a network that is not there.
  func checked(
    _ settings: FunctionSettings,
    account: String,
    region: String
  ) throws(ServiceFailure) -> FunctionSettings {
    guard let role = iam.role(arn: settings.role), role.account == account, isLambdas(role) else {
      throw .lambda("The role defined for the function cannot be assumed by Lambda.")
    }
    var settings = settings
    if let network = settings.network {
      settings.network?.vpc = try vpc(of: network, account: account, region: region)
      try require("ec2:CreateNetworkInterface", "CreateNetworkInterface on EC2", of: role)
    }
    if let target = settings.deadLetterTarget, ARN(target).service == "sqs" {
      try require("sqs:SendMessage", "SendMessage on SQS", of: role, on: target)
    }
    return settings
  }

  private func isLambdas(_ role: RoleRecord) -> Bool {
    let lambda = PolicyPrincipal(account: role.account, service: "lambda.amazonaws.com")
    return iam.trusts(role, lambda, context: [:])
  }

  private func require(
    _ action: String,
    _ words: String,
    of role: RoleRecord,
    on resource: String = "*"
  ) throws(ServiceFailure) {
    let request = AccessRequest(action: action, resources: [resource])
    guard iam.documents(of: role).decision(on: request) == .allowed else {
      throw .lambda("The provided execution role does not have permissions to call \(words)")
    }
  }

  private func vpc(
    of network: FunctionSettings.Network,
    account: String,
    region: String
  ) throws(ServiceFailure) -> String {
    do throws(ServiceFailure) {
      var vpcs: Set<String> = []
      for subnet in network.subnets {
        vpcs.insert(try self.network.subnet(subnet, account: account, region: region).vpc)
      }
      for group in network.securityGroups {
        vpcs.insert(try self.network.securityGroup(group, account: account, region: region).vpc)
      }
      guard let vpc = vpcs.first, vpcs.count == 1 else {
        throw ServiceFailure(
          code: "InvalidParameterValue",
          message: "Subnets and security groups must be of one VPC"
        )
      }
      return vpc
    } catch {
      let call = error.code.hasPrefix("InvalidGroup") ? "DescribeSecurityGroups" : "DescribeSubnets"
      throw .lambda(
        "Error occurred while \(call). EC2 Error Code: \(error.code). EC2 Error Message: \(error.message)"
      )
    }
  }

  /// The archive that `S3Bucket`, `S3Key` and `S3ObjectVersion` name; the bucket is in the function's region.
  func archive(inBucketOf code: JSONInput, region: String) throws(ServiceFailure) -> [UInt8] {
    guard let bucket = code.string("S3Bucket"), let key = code.string("S3Key") else {
      throw .lambda("Please provide a source for function code.")
    }
    do throws(ServiceFailure) {
      guard try storage.bucket(bucket).region == region else {
        throw ServiceFailure(
          code: "PermanentRedirect",
          message:
            "The bucket is in this region: \(try storage.bucket(bucket).region). Please use this region to retry "
            + "the request"
        )
      }
      return try storage.object(key, version: code.string("S3ObjectVersion"), in: bucket).body
    } catch {
      throw .lambda(
        "Error occurred while GetObject. S3 Error Code: \(error.code). S3 Error Message: \(error.message)"
      )
    }
  }
}
