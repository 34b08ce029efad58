package import AWS
import Foundation
import Transport

/// Amazon S3: a bucket of one's own and its objects.
///
/// Every call but the one that makes a bucket says whose it must be, so that a bucket somebody else made under an expected
/// name is refused.
package struct S3: Sendable {
  private let connection: AWSConnection
  private let owner: String

  /// Time to send or fetch an object.
  private static let transferLimit: Duration = .seconds(300)

  /// `owner` is the account that buckets must belong to.
  package init(_ connection: AWSConnection, owner: String) {
    self.connection = connection
    self.owner = owner
  }

  // MARK: Buckets

  /// Makes a bucket; success too where it is the caller's already.
  package func createBucket(_ bucket: String, region: String) async throws(AWSError) {
    var call = call("CreateBucket", "PUT", bucket) { _ in }
    call.headers = []
    // The one region whose name is not accepted as a constraint.
    if region != "us-east-1" {
      call.body = Self.document("CreateBucketConfiguration", "<LocationConstraint>\(region)</LocationConstraint>")
    }
    do throws(AWSError) {
      try await connection.perform(call)
    } catch {
      guard error.code == .bucketAlreadyOwnedByYou else { throw error }
    }
  }

  /// Whether the bucket is there and the owner's; throws where it is somebody else's.
  package func headBucket(_ bucket: String) async throws(AWSError) -> Bool {
    do throws(AWSError) {
      try await connection.perform(call("HeadBucket", "HEAD", bucket) { _ in })
      return true
    } catch {
      guard error.code?.isNotFound == true else { throw error }
      return false
    }
  }

  /// `Enabled`, `Suspended`; nil: never switched on.
  package func getBucketVersioning(_ bucket: String) async throws(AWSError) -> String? {
    try await connection.perform(
      call("GetBucketVersioning", "GET", bucket, query: [("versioning", "")]) {
        try AnswerElement(parsing: $0.body).string("Status")
      }
    )
  }

  /// The names of the caller's buckets in all regions, in order.
  package func listBuckets() async throws(AWSError) -> [String] {
    var call = call("ListBuckets", "GET", "") { response in
      try AnswerElement(parsing: response.body)["Buckets"]?.all("Bucket").map { try $0.require("Name") } ?? []
    }
    call.bucket = nil
    call.headers = []
    return try await connection.perform(call)
  }

  package func putBucketVersioning(_ bucket: String) async throws(AWSError) {
    try await put("PutBucketVersioning", bucket, "versioning", "VersioningConfiguration", "<Status>Enabled</Status>")
  }

  /// Encrypts new objects with the service's own key, or the KMS key `kmsKeyID`.
  package func putBucketEncryption(_ bucket: String, kmsKeyID: String? = nil) async throws(AWSError) {
    let algorithm =
      kmsKeyID.map {
        "<SSEAlgorithm>aws:kms</SSEAlgorithm><KMSMasterKeyID>\($0.xmlEscaped)</KMSMasterKeyID>"
      } ?? "<SSEAlgorithm>AES256</SSEAlgorithm>"
    let rule = "<ApplyServerSideEncryptionByDefault>\(algorithm)</ApplyServerSideEncryptionByDefault>"
    try await put(
      "PutBucketEncryption",
      bucket,
      "encryption",
      "ServerSideEncryptionConfiguration",
      "<Rule>\(rule)<BucketKeyEnabled>\(kmsKeyID != nil)</BucketKeyEnabled></Rule>"
    )
  }

  /// Closes every way by which a bucket could become public.
  package func putPublicAccessBlock(_ bucket: String) async throws(AWSError) {
    let switches = ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"]
    try await put(
      "PutPublicAccessBlock",
      bucket,
      "publicAccessBlock",
      "PublicAccessBlockConfiguration",
      switches.map { "<\($0)>true</\($0)>" }.joined()
    )
  }

  /// Sets the bucket's policy, a JSON text.
  package func putBucketPolicy(_ bucket: String, policy: String) async throws(AWSError) {
    var call = call("PutBucketPolicy", "PUT", bucket, query: [("policy", "")]) { _ in }
    call.headers.append(HTTPHeader("Content-Type", "application/json"))
    call.body = Array(policy.utf8)
    call.addSHA256Checksum()
    try await connection.perform(call)
  }

  /// The bucket's policy, a JSON text; nil: it has none.
  package func getBucketPolicy(_ bucket: String) async throws(AWSError) -> String? {
    do throws(AWSError) {
      return try await connection.perform(
        call("GetBucketPolicy", "GET", bucket, query: [("policy", "")]) { String(decoding: $0.body, as: UTF8.self) }
      )
    } catch {
      guard error.code == .noSuchBucketPolicy else { throw error }
      return nil
    }
  }

  /// Refused while it holds an object or a version of one.
  package func deleteBucket(_ bucket: String) async throws(AWSError) {
    try await connection.perform(call("DeleteBucket", "DELETE", bucket) { _ in })
  }

  // MARK: Objects

  /// Stores an object with its SHA-256, and tells its version.
  package func putObject(
    _ key: String,
    in bucket: String,
    body: [UInt8],
    contentType: String
  ) async throws(AWSError) -> PutObjectOutput {
    var call = call("PutObject", "PUT", bucket, key: key) { response in
      PutObjectOutput(versionID: response["x-amz-version-id"], eTag: response["ETag"])
    }
    call.headers.append(HTTPHeader("Content-Type", contentType))
    call.body = body
    call.addSHA256Checksum()
    call.attemptLimit = Self.transferLimit
    return try await connection.perform(call)
  }

  package func getObject(_ key: String, in bucket: String, version: String? = nil) async throws(AWSError) -> [UInt8] {
    var call = call("GetObject", "GET", bucket, key: key, query: [("versionId", version)]) { $0.body }
    call.attemptLimit = Self.transferLimit
    return try await connection.perform(call)
  }

  /// What is known of an object; nil: it is not there.
  package func headObject(
    _ key: String,
    in bucket: String,
    version: String? = nil
  ) async throws(AWSError) -> HeadObjectOutput? {
    var call = call("HeadObject", "HEAD", bucket, key: key, query: [("versionId", version)], HeadObjectOutput.init)
    call.headers.append(HTTPHeader("x-amz-checksum-mode", "ENABLED"))
    do throws(AWSError) {
      return try await connection.perform(call)
    } catch {
      guard error.code?.isNotFound == true else { throw error }
      return nil
    }
  }

  /// Every version and deletion mark of objects whose keys begin with `prefix`.
  package func listObjectVersions(_ bucket: String, prefix: String = "") -> Pages<ListObjectVersionsResponse> {
    Pages(.s3, "ListObjectVersions") { token throws(AWSError) in
      let marker = token.map(ListObjectVersionsResponse.Marker.init(token:))
      let query: [(String, String?)] = [
        ("versions", ""), ("prefix", prefix.isEmpty ? nil : prefix), ("key-marker", marker?.key),
        ("version-id-marker", marker?.version),
      ]
      return try await connection.perform(
        call("ListObjectVersions", "GET", bucket, query: query) { response in
          try ListObjectVersionsResponse(AnswerElement(parsing: response.body))
        }
      )
    }
  }

  /// Deletes one version for good; without a version only hides the object.
  package func deleteObject(_ key: String, in bucket: String, version: String? = nil) async throws(AWSError) {
    try await connection.perform(
      call("DeleteObject", "DELETE", bucket, key: key, query: [("versionId", version)]) { _ in }
    )
  }

  // MARK: The wire

  private func put(
    _ operation: String,
    _ bucket: String,
    _ setting: String,
    _ root: String,
    _ content: String
  ) async throws(AWSError) {
    var call = call(operation, "PUT", bucket, query: [(setting, "")]) { _ in }
    call.headers.append(HTTPHeader("Content-Type", "application/xml"))
    call.body = Self.document(root, content)
    call.addSHA256Checksum()
    try await connection.perform(call)
  }

  private func call<Output: Sendable>(
    _ operation: String,
    _ method: String,
    _ bucket: String,
    key: String = "",
    query: [(name: String, value: String?)] = [],
    _ read: @escaping @Sendable (HTTPResponse) throws -> Output
  ) -> Call<Output> {
    var call = Call(.s3, operation, decode: read, decodeRefusal: S3Refusal.read)
    call.method = method
    call.bucket = bucket
    let segments = key.split(separator: "/", omittingEmptySubsequences: false)
    call.target = "/" + segments.map(\.percentEncoded).joined(separator: "/") + percentEncodedQuery(query)
    call.headers = [HTTPHeader("x-amz-expected-bucket-owner", owner)]
    return call
  }

  private static func document(_ root: String, _ content: String) -> [UInt8] {
    Array("<\(root) xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">\(content)</\(root)>".utf8)
  }
}

extension String {
  fileprivate var xmlEscaped: String {
    replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }
}
