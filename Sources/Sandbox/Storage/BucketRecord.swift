import FoundationEssentials

/// One bucket with what is in it.
struct BucketRecord: Sendable {
  enum Versioning: String, Sendable {
    case enabled = "Enabled"
    case suspended = "Suspended"
  }

  /// Which kinds of public access are shut, in S3's order.
  struct PublicAccessBlock: Hashable, Sendable {
    var blockPublicAcls = false
    var ignorePublicAcls = false
    var blockPublicPolicy = false
    var restrictPublicBuckets = false

    static let all = PublicAccessBlock(
      blockPublicAcls: true,
      ignorePublicAcls: true,
      blockPublicPolicy: true,
      restrictPublicBuckets: true
    )
  }

  struct Encryption: Hashable, Sendable {
    /// `AES256`, `aws:kms`.
    var algorithm = "AES256"
    var keyID: String?
    var usesBucketKey = false
  }

  let name: String
  let account: String
  let region: String
  let createdAt: Date
  /// Nil until it was switched on once.
  var versioning: Versioning?
  /// New buckets are shut since April 2023.
  var publicAccessBlock: PublicAccessBlock? = .all
  var encryption = Encryption()
  var policy: PolicyDocument?
  var ownership = "BucketOwnerEnforced"
  var tags: [ResourceTag] = []
  /// By key; newest first.
  private(set) var objects: [String: [ObjectVersion]] = [:]

  var isEmpty: Bool { objects.isEmpty }

  var arn: String { "arn:\(Partition(region: region).name):s3:::\(name)" }

  /// Every version of every object, by key and then newest first.
  var versions: [(key: String, version: ObjectVersion)] {
    objects.keys.sorted().flatMap { key in (objects[key] ?? []).map { (key, $0) } }
  }

  /// The named version, delete markers too; without a name the newest.
  func version(_ id: String?, of key: String) -> ObjectVersion? {
    objects[key]?.first { id == nil || $0.id == id }
  }

  /// Puts `version` on top; without versioning it takes the place of the one called `null`.
  mutating func add(_ version: ObjectVersion, key: String) {
    if version.id == ObjectVersion.unversioned { objects[key]?.removeAll { $0.id == ObjectVersion.unversioned } }
    objects[key, default: []].insert(version, at: 0)
  }

  @discardableResult
  mutating func removeVersion(_ id: String, of key: String) -> ObjectVersion? {
    guard let index = objects[key]?.firstIndex(where: { $0.id == id }) else { return nil }
    let removed = objects[key]?.remove(at: index)
    if objects[key]?.isEmpty == true { objects[key] = nil }
    return removed
  }
}
