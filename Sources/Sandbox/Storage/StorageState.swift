import Crypto
import FoundationEssentials

/// The buckets of all accounts: their names are unique among all of them.
struct StorageState: Sendable {
  private(set) var buckets: [String: BucketRecord] = [:]
  private var generator: SeededGenerator

  init(seed: UInt64) { generator = SeededGenerator(seed: seed, label: "storage") }

  // MARK: Buckets

  func buckets(of account: String) -> [BucketRecord] {
    buckets.values.filter { $0.account == account }.sorted { $0.name < $1.name }
  }

  /// - Throws: `NoSuchBucket`.
  func bucket(_ name: String) throws(ServiceFailure) -> BucketRecord {
    guard let bucket = buckets[name] else {
      throw ServiceFailure(code: "NoSuchBucket", message: "The specified bucket does not exist", status: 404)
    }
    return bucket
  }

  mutating func createBucket(
    _ name: String,
    account: String,
    region: String,
    at now: Date
  ) throws(ServiceFailure) {
    guard Self.isBucketName(name) else {
      throw ServiceFailure(code: "InvalidBucketName", message: "The specified bucket is not valid.")
    }
    if let taken = buckets[name] {
      throw taken.account == account
        ? ServiceFailure(
          code: "BucketAlreadyOwnedByYou",
          message: "Your previous request to create the named bucket succeeded and you already own it.",
          status: 409
        )
        : ServiceFailure(
          code: "BucketAlreadyExists",
          message: """
            The requested bucket name is not available. The bucket namespace is shared by all users of the system. \
            Please select a different name and try again.
            """,
          status: 409
        )
    }
    buckets[name] = BucketRecord(name: name, account: account, region: region, createdAt: now)
  }

  mutating func deleteBucket(_ name: String) throws(ServiceFailure) {
    guard try bucket(name).isEmpty else {
      throw ServiceFailure(
        code: "BucketNotEmpty",
        message: "The bucket you tried to delete is not empty. You must delete all versions in the bucket.",
        status: 409
      )
    }
    buckets[name] = nil
  }

  mutating func change(_ name: String, _ body: (inout BucketRecord) -> Void) throws(ServiceFailure) {
    var bucket = try bucket(name)
    body(&bucket)
    buckets[name] = bucket
  }

  // MARK: Objects

  /// The object's newest version, or the named one.
  ///
  /// - Throws: `NoSuchBucket`, `NoSuchKey`, `NoSuchVersion`, and `MethodNotAllowed` for a delete marker by name.
  func object(_ key: String, version id: String? = nil, in bucket: String) throws(ServiceFailure) -> ObjectVersion {
    guard let version = try self.bucket(bucket).version(id, of: key) else {
      throw id == nil
        ? Self.noSuchKey
        : ServiceFailure(code: "NoSuchVersion", message: "The specified version does not exist.", status: 404)
    }
    guard version.isDeleteMarker else { return version }
    throw id == nil ? Self.noSuchKey : .unknownOperation(.restXML, "GetObject")
  }

  mutating func putObject(
    _ body: [UInt8],
    key: String,
    in bucket: String,
    contentType: String = "binary/octet-stream",
    checksumSHA256: String? = nil,
    metadata: [String: String] = [:],
    at now: Date
  ) throws(ServiceFailure) -> ObjectVersion {
    let version = ObjectVersion(
      id: try newVersionID(in: bucket),
      isDeleteMarker: false,
      body: body,
      contentType: contentType,
      etag: Hexadecimal.text(Insecure.MD5.hash(data: body)),
      checksumSHA256: checksumSHA256,
      metadata: metadata,
      createdAt: now
    )
    try change(bucket) { $0.add(version, key: key) }
    return version
  }

  /// Hides the object behind a marker, or removes it for good where there are no versions.
  ///
  /// - Returns: The marker; nil when there is none.
  mutating func deleteObject(_ key: String, in bucket: String, at now: Date) throws(ServiceFailure) -> ObjectVersion? {
    guard try self.bucket(bucket).versioning != nil else {
      try change(bucket) { $0.removeVersion(ObjectVersion.unversioned, of: key) }
      return nil
    }
    let marker = ObjectVersion(
      id: try newVersionID(in: bucket),
      isDeleteMarker: true,
      body: [],
      contentType: "",
      etag: "",
      createdAt: now
    )
    try change(bucket) { $0.add(marker, key: key) }
    return marker
  }

  /// Removes one version for good; one that is not there is no failure.
  ///
  /// - Returns: What was removed.
  mutating func deleteObject(
    _ key: String,
    version id: String,
    in bucket: String
  ) throws(ServiceFailure) -> ObjectVersion? {
    var removed: ObjectVersion?
    try change(bucket) { removed = $0.removeVersion(id, of: key) }
    return removed
  }

  // MARK: Pieces

  private static let noSuchKey = ServiceFailure(
    code: "NoSuchKey",
    message: "The specified key does not exist.",
    status: 404
  )

  private mutating func newVersionID(in bucket: String) throws(ServiceFailure) -> String {
    guard try self.bucket(bucket).versioning == .enabled else { return ObjectVersion.unversioned }
    return generator.text(32, from: Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._".utf8))
  }

  /// Source: S3 User Guide, "General purpose bucket naming rules".
  private static func isBucketName(_ name: String) -> Bool {
    name.wholeMatch(of: /[a-z0-9][a-z0-9.\-]{1,61}[a-z0-9]/) != nil && !name.contains("..")
      && !name.hasPrefix("xn--") && !name.hasSuffix("-s3alias")
      && name.wholeMatch(of: /[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+/) == nil
  }
}
