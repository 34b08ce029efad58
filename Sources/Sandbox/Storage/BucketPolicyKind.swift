import FoundationEssentials

/// `AWS::S3::BucketPolicy`.
///
/// Source of schema and return values: CloudFormation resource schema of the type.
struct BucketPolicyKind: MomentaryKind {
  let type = "AWS::S3::BucketPolicy"
  let service = "S3"
  let schema = ResourceSchema(
    properties: ["Bucket", "PolicyDocument"],
    required: ["Bucket", "PolicyDocument"],
    createOnly: ["Bucket"]
  )

  func create(
    _ request: ResourceRequest,
    _ state: inout WorldState,
    _ now: Date
  ) throws(ServiceFailure) -> ResourceState {
    let bucket = request.properties.text("Bucket") ?? ""
    try state.storage.setPolicy(request.properties.policy("PolicyDocument"), of: bucket)
    return ResourceState(physicalID: bucket)
  }

  func update(
    _ resource: ResourceState,
    from old: TemplateObject,
    _ request: ResourceRequest,
    _ state: inout WorldState,
    _ now: Date
  ) throws(ServiceFailure) -> ResourceState {
    try state.storage.setPolicy(request.properties.policy("PolicyDocument"), of: resource.physicalID)
    return resource
  }

  func delete(
    _ resource: ResourceState,
    _ request: ResourceRequest,
    _ state: inout WorldState,
    _ now: Date
  ) throws(ServiceFailure) {
    guard state.storage.buckets[resource.physicalID] != nil else { return }
    try state.storage.change(resource.physicalID) { $0.policy = nil }
  }
}

extension StorageState {
  /// - Throws: `NoSuchBucket`, `MalformedPolicy`.
  mutating func setPolicy(_ text: String, of bucket: String) throws(ServiceFailure) {
    let document: PolicyDocument
    do {
      document = try PolicyDocument(text, for: .resource)
    } catch {
      throw ServiceFailure(code: "MalformedPolicy", message: error.message)
    }
    try change(bucket) { $0.policy = document }
  }
}
