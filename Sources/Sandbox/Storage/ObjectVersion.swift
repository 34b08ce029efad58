import FoundationEssentials

/// One version of an object, or the marker that hides the versions below it.
struct ObjectVersion: Hashable, Sendable {
  /// The id of versions made while versioning was off.
  static let unversioned = "null"

  let id: String
  let isDeleteMarker: Bool
  let body: [UInt8]
  let contentType: String
  /// MD5 in hexadecimal digits; empty for a marker.
  let etag: String
  /// SHA-256 in Base64, when the writer sent it.
  var checksumSHA256: String?
  /// The writer's own, without `x-amz-meta-`.
  var metadata: [String: String] = [:]
  let createdAt: Date
}
