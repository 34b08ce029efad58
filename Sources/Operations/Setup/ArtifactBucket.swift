import AWS
import AWSQuery
import Crypto
import Fleet
import FoundationEssentials
import Templates

/// The bucket in the backup account that holds templates and code.
///
/// Its name ends in something random, so that nobody can take it first; it is therefore found again by how it begins.
struct ArtifactBucket: Sendable {
  /// A bucket with its owner; every call names both.
  struct Place: Hashable, Sendable {
    let name: String
    let owner: String
  }

  /// Something to keep in it, named by its content, so that nothing is ever replaced.
  struct Object: Hashable, Sendable {
    let key: String
    let title: String
    let contentType: String
    let bytes: [UInt8]

    init(_ template: ShippedTemplate) {
      bytes = Array(template.body.utf8)
      key = "templates/\(template.rawValue)-\(HexText.of(SHA256.hash(data: bytes))).yaml"
      contentType = "application/yaml"
      title = "template \(template.rawValue) (\(bytes.count) bytes)"
    }

    init(_ functions: FunctionsArchive) {
      bytes = functions.bytes
      key = functions.key
      contentType = "application/zip"
      title = "functions (\(functions.bytes.count >> 20) MB, sha256 \(functions.sha256.prefix(12)))"
    }

    var sha256Base64: String { Data(SHA256.hash(data: bytes)).base64EncodedString() }
  }

  let site: SetupSite
  /// The name that was asked for; nil: one of ours is found or made.
  let wanted: String?
  let organizationID: String
  let region: RegionName

  private static let prefix = "rolecall-artifacts-"

  var namePattern: String { wanted ?? "\(Self.prefix)…" }

  /// The bucket there is; nil when there is none yet.
  func find(isWriting: Bool = false) async throws -> Place? {
    let owner = try await account()
    let service = S3(try site.connections.aws(.backup, isWriting: isWriting), owner: owner)
    let beginning = wanted ?? "\(Self.prefix)\(owner)-\(region)-"
    // Names are in order: of several the first is taken, always the same one.
    let found = try await service.listBuckets().filter {
      wanted == nil ? $0.hasPrefix(beginning) : $0 == beginning
    }
    return found.sorted().first.map { Place(name: $0, owner: owner) }
  }

  func create() async throws -> Place {
    let owner = try await account()
    let service = S3(try site.connections.aws(.backup, isWriting: true), owner: owner)
    let place = Place(name: wanted ?? "\(Self.prefix)\(owner)-\(region)-\(Self.suffix())", owner: owner)
    try await service.createBucket(place.name, region: region.rawValue)
    try await service.putPublicAccessBlock(place.name)
    try await service.putBucketVersioning(place.name)
    try await service.putBucketEncryption(place.name)
    try await service.putBucketPolicy(place.name, policy: policy(of: place))
    return place
  }

  /// Whether `object` is there with this very content; false where there is no bucket yet.
  func holds(_ object: Object, in place: Place?) async throws -> Bool {
    guard let place else { return false }
    return try await head(object, in: place) != nil
  }

  func put(_ object: Object, in place: Place) async throws {
    let service = S3(try site.connections.aws(.backup, isWriting: true), owner: place.owner)
    _ = try await service.putObject(object.key, in: place.name, body: object.bytes, contentType: object.contentType)
  }

  /// The version under which `object` lies.
  func version(of object: Object, in place: Place) async throws -> String {
    guard let version = try await head(object, in: place) else {
      throw OperatorError(
        sentence: "\(object.key) is not in bucket \(place.name)",
        nextStep: "run the command again: it uploads what is missing"
      )
    }
    return version
  }

  /// Where CloudFormation reads `template`, one version of it and no other.
  func url(of template: ShippedTemplate, in place: Place) async throws -> String {
    let object = Object(template)
    let version = try await version(of: object, in: place)
    return try site.connections.aws(.backup).objectURL(object.key, in: place.name, version: version)
  }

  private func head(_ object: Object, in place: Place) async throws -> String? {
    let service = S3(try site.connections.aws(.backup), owner: place.owner)
    guard let found = try await service.headObject(object.key, in: place.name),
      found.checksumSHA256 == object.sha256Base64
    else { return nil }
    return found.versionID ?? "null"
  }

  private func account() async throws -> String {
    switch await site.connections.identity(of: .backup) {
    case .success(let identity): return identity.account.rawValue
    case .failure(let problem): throw problem
    }
  }

  /// Nothing without TLS; templates may be read by the organization, whose stack sets are made by another account.
  private func policy(of place: Place) -> String {
    let arn = "arn:\(Partition.containing(region: region.rawValue)?.name ?? "aws"):s3:::\(place.name)"
    return """
      {"Version":"2012-10-17","Statement":[\
      {"Sid":"OnlyTLS","Effect":"Deny","Principal":"*","Action":"s3:*","Resource":["\(arn)","\(arn)/*"],\
      "Condition":{"Bool":{"aws:SecureTransport":"false"}}},\
      {"Sid":"TemplatesForTheOrganization","Effect":"Allow","Principal":"*",\
      "Action":["s3:GetObject","s3:GetObjectVersion"],"Resource":"\(arn)/templates/*",\
      "Condition":{"StringEquals":{"aws:PrincipalOrgID":"\(organizationID)"}}}]}
      """
  }

  private static func suffix() -> String {
    let letters = Array("abcdefghijklmnopqrstuvwxyz0123456789")
    var generator = SystemRandomNumberGenerator()
    return String((0..<10).compactMap { _ in letters.randomElement(using: &generator) })
  }
}
