import FoundationEssentials

/// `AWS::S3::Bucket`.
///
/// Source of schema and return values: CloudFormation resource schema of the type.
struct BucketKind: MomentaryKind {
  let type = "AWS::S3::Bucket"
  let service = "S3"
  let schema = ResourceSchema(
    createOnly: ["BucketName", "BucketNamePrefix", "BucketNamespace"]
  )

  func create(
    _ request: ResourceRequest,
    _ state: inout WorldState,
    _ now: Date
  ) throws(ServiceFailure) -> ResourceState {
    let name = request.properties.text("BucketName") ?? request.generatedName(limit: 63).lowercased()
    guard state.storage.buckets[name] == nil else {
      throw ServiceFailure(code: "BucketAlreadyExists", message: "\(name) already exists", status: 409)
    }
    try state.storage.createBucket(name, account: request.account, region: request.region, at: now)
    try state.storage.change(name) { set(request, on: &$0) }
    return Self.state(of: name, region: request.region)
  }

  func update(
    _ resource: ResourceState,
    from old: TemplateObject,
    _ request: ResourceRequest,
    _ state: inout WorldState,
    _ now: Date
  ) throws(ServiceFailure) -> ResourceState {
    try state.storage.change(resource.physicalID) { set(request, on: &$0) }
    return resource
  }

  func delete(
    _ resource: ResourceState,
    _ request: ResourceRequest,
    _ state: inout WorldState,
    _ now: Date
  ) throws(ServiceFailure) {
    guard state.storage.buckets[resource.physicalID] != nil else { return }
    try state.storage.deleteBucket(resource.physicalID)
  }

  private func set(_ request: ResourceRequest, on bucket: inout BucketRecord) {
    let properties = request.properties
    if let status = properties.object("VersioningConfiguration")?.text("Status") {
      bucket.versioning = BucketRecord.Versioning(rawValue: status)
    }
    if let block = properties.object("PublicAccessBlockConfiguration") {
      bucket.publicAccessBlock = BucketRecord.PublicAccessBlock(
        blockPublicAcls: block.boolean("BlockPublicAcls") ?? false,
        ignorePublicAcls: block.boolean("IgnorePublicAcls") ?? false,
        blockPublicPolicy: block.boolean("BlockPublicPolicy") ?? false,
        restrictPublicBuckets: block.boolean("RestrictPublicBuckets") ?? false
      )
    }
    let rule = properties.object("BucketEncryption")?.list("ServerSideEncryptionConfiguration").first?.object
    if let rule, let algorithm = rule.object("ServerSideEncryptionByDefault") {
      bucket.encryption = BucketRecord.Encryption(
        algorithm: algorithm.text("SSEAlgorithm") ?? "AES256",
        keyID: algorithm.text("KMSMasterKeyID"),
        usesBucketKey: rule.boolean("BucketKeyEnabled") ?? false
      )
    }
    bucket.tags = request.tags()
  }

  private static func state(of name: String, region: String) -> ResourceState {
    let partition = Partition(region: region)
    return ResourceState(
      physicalID: name,
      attributes: [
        "Arn": .string("arn:\(partition.name):s3:::\(name)"),
        "DomainName": .string("\(name).s3.\(partition.urlSuffix)"),
        "RegionalDomainName": .string("\(name).s3.\(region).\(partition.urlSuffix)"),
        "DualStackDomainName": .string("\(name).s3.dualstack.\(region).\(partition.urlSuffix)"),
        "WebsiteURL": .string("http://\(name).s3-website-\(region).\(partition.urlSuffix)"),
      ]
    )
  }
}
