import FoundationEssentials

/// What a call wants to do, in the words of policies: an action, and the resource it is done to.
///
/// Source: Service Authorization Reference.
struct AccessSubject: Sendable {
  /// `s3:GetObject`.
  let action: String
  /// The forms of the resource that policies may name it by; `*` for actions on nothing.
  let resources: [String]

  init(
    _ call: AWSCall,
    _ request: LoopbackRequest,
    caller: Identity,
    region: String,
    _ state: WorldState
  ) {
    let finder = ResourceFinder(account: caller.account, region: region, state: state)
    let service = call.service.name
    action = Self.action(service, call.operation, request)
    switch (service, call.input) {
    case ("s3", .path(let labels)): resources = finder.bucket(labels["Bucket"], key: labels["Key"])
    case ("lambda", .path(let labels)):
      resources = finder.function(
        labels["FunctionName"],
        qualifier: request.queryValue("Qualifier"),
        isInvoked: call.operation == "Invoke"
      )
    case ("secretsmanager", .json(let input)): resources = finder.secret(call.operation, input)
    case ("logs", .json(let input)): resources = finder.logGroup(input)
    case ("sqs", .json(let input)): resources = finder.queue(input)
    case ("ssm", .json(let input)): resources = finder.parameter(input)
    case ("iam", .query(let input)): resources = finder.identity(input)
    case ("sts", .query(let input)): resources = [input.string("RoleArn") ?? "*"]
    case ("cloudformation", .query(let input)): resources = finder.stack(input)
    case (_, .json), (_, .query), (_, .path): resources = ["*"]
    }
  }

  // MARK: Actions

  private static func action(_ service: String, _ operation: String, _ request: LoopbackRequest) -> String {
    switch service {
    case "s3": "s3:" + storageAction(operation, hasVersion: request.queryValue("versionId") != nil)
    case "lambda": "lambda:" + (operation == "Invoke" ? "InvokeFunction" : operation)
    case "monitoring": "cloudwatch:\(operation)"
    default: "\(service):\(operation)"
    }
  }

  /// S3's actions have older names than its operations.
  private static func storageAction(_ operation: String, hasVersion: Bool) -> String {
    switch operation {
    case "ListBuckets": "ListAllMyBuckets"
    case "HeadBucket", "ListObjectsV2": "ListBucket"
    case "ListObjectVersions": "ListBucketVersions"
    case "GetObject", "HeadObject": hasVersion ? "GetObjectVersion" : "GetObject"
    case "DeleteObject": hasVersion ? "DeleteObjectVersion" : "DeleteObject"
    case "DeleteObjects": "DeleteObject"
    case "GetPublicAccessBlock": "GetBucketPublicAccessBlock"
    case "PutPublicAccessBlock": "PutBucketPublicAccessBlock"
    case "GetBucketEncryption": "GetEncryptionConfiguration"
    case "PutBucketEncryption": "PutEncryptionConfiguration"
    default: operation
    }
  }
}
