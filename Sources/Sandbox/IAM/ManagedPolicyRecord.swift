import FoundationEssentials

/// One managed policy with its versions.
struct ManagedPolicyRecord: Hashable, Sendable {
  struct Version: Hashable, Sendable {
    /// `v1`, `v2`, ….
    let id: String
    let document: PolicyDocument
    let createdAt: Date
  }

  let name: String
  let path: String
  let arn: String
  /// `ANPA…`.
  let uniqueID: String
  let createdAt: Date
  var changedAt: Date
  var description: String?
  /// Oldest first; the last one is the default.
  private(set) var versions: [Version]
  private var nextVersion = 2
  var tags: [ResourceTag] = []

  /// As many as IAM keeps.
  static let mostVersions = 5

  init(
    name: String,
    path: String,
    arn: String,
    uniqueID: String,
    document: PolicyDocument,
    description: String?,
    at now: Date
  ) {
    self.name = name
    self.path = path
    self.arn = arn
    self.uniqueID = uniqueID
    self.description = description
    createdAt = now
    changedAt = now
    versions = [Version(id: "v1", document: document, createdAt: now)]
  }

  var defaultVersion: Version? { versions.last }

  /// Adds a version as the new default; the oldest one goes when there are too many.
  mutating func add(_ document: PolicyDocument, at now: Date) {
    if versions.count == Self.mostVersions { versions.removeFirst() }
    versions.append(Version(id: "v\(nextVersion)", document: document, createdAt: now))
    nextVersion += 1
    changedAt = now
  }
}
