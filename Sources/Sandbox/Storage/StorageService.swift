import FoundationEssentials

/// Amazon S3 over one world at one moment: buckets.
struct StorageService {
  static let namespace = "http://s3.amazonaws.com/doc/2006-03-01/"

  static let routes = [
    RESTRoute("ListBuckets", "GET /"),
    RESTRoute("GetBucketLocation", "GET /{Bucket}?location"),
    RESTRoute("GetBucketVersioning", "GET /{Bucket}?versioning"),
    RESTRoute("PutBucketVersioning", "PUT /{Bucket}?versioning"),
    RESTRoute("GetPublicAccessBlock", "GET /{Bucket}?publicAccessBlock"),
    RESTRoute("PutPublicAccessBlock", "PUT /{Bucket}?publicAccessBlock"),
    RESTRoute("GetBucketEncryption", "GET /{Bucket}?encryption"),
    RESTRoute("PutBucketEncryption", "PUT /{Bucket}?encryption"),
    RESTRoute("GetBucketPolicy", "GET /{Bucket}?policy"),
    RESTRoute("PutBucketPolicy", "PUT /{Bucket}?policy"),
    RESTRoute("PutBucketTagging", "PUT /{Bucket}?tagging"),
    RESTRoute("GetBucketTagging", "GET /{Bucket}?tagging"),
    RESTRoute("ListObjectVersions", "GET /{Bucket}?versions"),
    RESTRoute("ListObjectsV2", "GET /{Bucket}?list-type=2"),
    RESTRoute("DeleteObjects", "POST /{Bucket}?delete"),
    RESTRoute("CreateBucket", "PUT /{Bucket}"),
    RESTRoute("HeadBucket", "HEAD /{Bucket}"),
    RESTRoute("DeleteBucket", "DELETE /{Bucket}"),
    RESTRoute("PutObject", "PUT /{Bucket}/{Key+}"),
    RESTRoute("GetObject", "GET /{Bucket}/{Key+}"),
    RESTRoute("HeadObject", "HEAD /{Bucket}/{Key+}"),
    RESTRoute("DeleteObject", "DELETE /{Bucket}/{Key+}"),
  ]

  /// What only reads.
  static let reads: Set<String> = Set(
    routes.map(\.operation).filter { $0.hasPrefix("Get") || $0.hasPrefix("Head") || $0.hasPrefix("List") }
  )

  /// Parts of a bucket or an object that the query names and that are not kept here.
  private static let otherParts: Set<String> = [
    "acl", "cors", "lifecycle", "logging", "notification", "replication", "requestPayment", "website", "uploads",
    "uploadId", "accelerate", "ownershipControls", "object-lock", "legal-hold", "retention", "torrent", "restore",
  ]

  let request: LoopbackRequest
  let bucketName: String
  let key: String
  let caller: Identity
  let region: String
  let now: Date

  func answer(_ operation: String, _ state: inout WorldState) throws(ServiceFailure) -> LoopbackReply {
    if let part = request.query.first(where: { Self.otherParts.contains($0.name) }) {
      throw ServiceFailure(
        code: "NotImplemented",
        message: "A header you provided implies functionality that is not implemented: \(part.name)",
        status: 501
      )
    }
    if !Self.reads.contains(operation), caller.access != .write {
      throw .denied(.restXML, caller.arn, "s3:\(operation)")
    }
    switch operation {
    case "ListBuckets": return listBuckets(state.storage)
    case "CreateBucket": return try createBucket(&state.storage)
    default: break
    }
    let bucket = try ownBucket(state.storage)
    switch operation {
    case "HeadBucket": return reply(headers: [("x-amz-bucket-region", bucket.region)])
    case "DeleteBucket":
      try state.storage.deleteBucket(bucketName)
      return reply(status: 204)
    case "PutObject", "GetObject", "HeadObject", "DeleteObject", "DeleteObjects", "ListObjectVersions",
      "ListObjectsV2":
      return try answerObjects(operation, bucket, &state.storage)
    default:
      return Self.reads.contains(operation)
        ? try read(operation, bucket) : try write(operation, &state.storage)
    }
  }

  /// The bucket, once its owner is the one the caller expects and lets the caller in.
  private func ownBucket(_ storage: StorageState) throws(ServiceFailure) -> BucketRecord {
    let bucket = try storage.bucket(bucketName)
    let denied = ServiceFailure(code: "AccessDenied", message: "Access Denied", status: 403)
    if let expected = request.header("x-amz-expected-bucket-owner"), expected != bucket.account { throw denied }
    guard bucket.account == caller.account || isShared(bucket) else { throw denied }
    guard bucket.region == region else {
      throw ServiceFailure(
        code: "AuthorizationHeaderMalformed",
        message: "The authorization header is malformed; the region '\(region)' is wrong; expecting '\(bucket.region)'"
      )
    }
    return bucket
  }

  /// Whether the bucket's policy lets another account read.
  private func isShared(_ bucket: BucketRecord) -> Bool {
    guard let policy = bucket.policy, request.method == "GET" || request.method == "HEAD" else { return false }
    let principal = PolicyPrincipal(account: caller.account, arns: [caller.arn])
    let request = AccessRequest(
      action: key.isEmpty ? "s3:ListBucket" : "s3:GetObject",
      resources: [key.isEmpty ? bucket.arn : "\(bucket.arn)/\(key)"],
      principal: principal
    )
    return [policy].decision(on: request) == .allowed
  }

  // MARK: Buckets

  private func listBuckets(_ storage: StorageState) -> LoopbackReply {
    let buckets = storage.buckets(of: caller.account)
    return document("ListAllMyBucketsResult") { xml in
      xml.element("Owner") { $0.element("ID", caller.account) }
      xml.element("Buckets") { xml in
        for bucket in buckets {
          xml.element("Bucket") {
            $0.element("Name", bucket.name)
            $0.element("CreationDate", bucket.createdAt)
          }
        }
      }
    }
  }

  private func createBucket(_ storage: inout StorageState) throws(ServiceFailure) -> LoopbackReply {
    let wanted = request.body.isEmpty ? nil : try XMLInput(request.body).text("LocationConstraint")
    // The first region takes no constraint, all others need their own.
    guard region == "us-east-1" ? wanted == nil : wanted == region else {
      throw ServiceFailure(
        code: "IllegalLocationConstraintException",
        message: """
          The \(wanted ?? "unspecified") location constraint is incompatible for the region specific endpoint this \
          request was sent to.
          """
      )
    }
    try storage.createBucket(bucketName, account: caller.account, region: region, at: now)
    return reply(headers: [("location", "/\(bucketName)")])
  }

  private func read(_ operation: String, _ bucket: BucketRecord) throws(ServiceFailure) -> LoopbackReply {
    switch operation {
    case "GetBucketLocation":
      let region = bucket.region == "us-east-1" ? "" : bucket.region
      return LoopbackReply(
        status: 200,
        contentType: "application/xml",
        body: Array("<LocationConstraint xmlns=\"\(Self.namespace)\">\(region)</LocationConstraint>".utf8)
      )
    case "GetBucketVersioning":
      return document("VersioningConfiguration") { $0.element("Status", bucket.versioning?.rawValue) }
    case "GetPublicAccessBlock":
      guard let block = bucket.publicAccessBlock else {
        throw ServiceFailure(
          code: "NoSuchPublicAccessBlockConfiguration",
          message: "The public access block configuration was not found",
          status: 404
        )
      }
      return document("PublicAccessBlockConfiguration") {
        $0.element("BlockPublicAcls", block.blockPublicAcls)
        $0.element("IgnorePublicAcls", block.ignorePublicAcls)
        $0.element("BlockPublicPolicy", block.blockPublicPolicy)
        $0.element("RestrictPublicBuckets", block.restrictPublicBuckets)
      }
    case "GetBucketEncryption": return encryption(of: bucket)
    case "GetBucketPolicy":
      guard let policy = bucket.policy else {
        throw ServiceFailure(code: "NoSuchBucketPolicy", message: "The bucket policy does not exist", status: 404)
      }
      return LoopbackReply(status: 200, contentType: "application/json", body: Array(policy.text.utf8))
    default: return try tagging(of: bucket)
    }
  }

  private func encryption(of bucket: BucketRecord) -> LoopbackReply {
    document("ServerSideEncryptionConfiguration") { xml in
      xml.element("Rule") { xml in
        xml.element("ApplyServerSideEncryptionByDefault") {
          $0.element("SSEAlgorithm", bucket.encryption.algorithm)
          $0.element("KMSMasterKeyID", bucket.encryption.keyID)
        }
        xml.element("BucketKeyEnabled", bucket.encryption.usesBucketKey)
      }
    }
  }

  private func tagging(of bucket: BucketRecord) throws(ServiceFailure) -> LoopbackReply {
    guard !bucket.tags.isEmpty else {
      throw ServiceFailure(code: "NoSuchTagSet", message: "The TagSet does not exist", status: 404)
    }
    return document("Tagging") { xml in
      xml.element("TagSet") { xml in
        for tag in bucket.tags {
          xml.element("Tag") {
            $0.element("Key", tag.key)
            $0.element("Value", tag.value)
          }
        }
      }
    }
  }

  private func write(_ operation: String, _ storage: inout StorageState) throws(ServiceFailure) -> LoopbackReply {
    if operation == "PutBucketPolicy" {
      try storage.setPolicy(String(decoding: request.body, as: UTF8.self), of: bucketName)
      return reply(status: 204)
    }
    let input = try XMLInput(request.body)
    switch operation {
    case "PutBucketVersioning":
      let status = input.text("Status").flatMap(BucketRecord.Versioning.init)
      guard let status else {
        throw ServiceFailure(code: "MalformedXML", message: "The Versioning element must be specified")
      }
      try storage.change(bucketName) { $0.versioning = status }
    case "PutPublicAccessBlock":
      try storage.change(bucketName) {
        $0.publicAccessBlock = BucketRecord.PublicAccessBlock(
          blockPublicAcls: input.boolean("BlockPublicAcls"),
          ignorePublicAcls: input.boolean("IgnorePublicAcls"),
          blockPublicPolicy: input.boolean("BlockPublicPolicy"),
          restrictPublicBuckets: input.boolean("RestrictPublicBuckets")
        )
      }
    case "PutBucketEncryption":
      let rule = input.child("Rule")
      let choice = rule?.child("ApplyServerSideEncryptionByDefault")
      try storage.change(bucketName) {
        $0.encryption = BucketRecord.Encryption(
          algorithm: choice?.text("SSEAlgorithm") ?? "AES256",
          keyID: choice?.text("KMSMasterKeyID"),
          usesBucketKey: rule?.boolean("BucketKeyEnabled") ?? false
        )
      }
    default:
      let tags = input.child("TagSet")?.all("Tag") ?? []
      try storage.change(bucketName) {
        $0.tags = tags.map { ResourceTag(key: $0.text("Key") ?? "", value: $0.text("Value") ?? "") }
      }
      return reply(status: 204)
    }
    return reply()
  }

  // MARK: Answers

  func document(_ name: String, _ body: (inout XMLWriter) -> Void) -> LoopbackReply {
    LoopbackReply(
      status: 200,
      contentType: "application/xml",
      body: XMLWriter.document(name, namespace: Self.namespace, body)
    )
  }

  func reply(status: Int = 200, headers: [(name: String, value: String)] = []) -> LoopbackReply {
    LoopbackReply(status: status, headers: headers)
  }
}
