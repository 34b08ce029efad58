import Transport

extension AWSConnection {
  /// Where an object of S3 lies, as services are told that read it themselves.
  ///
  /// - Parameters:
  ///   - key: The object's key.
  ///   - bucket: Its bucket.
  ///   - version: One version of it and no other.
  /// - Returns: The address; behind an endpoint of one's own the bucket stands in the path.
  /// - Throws: ``AWSError/misconfigured(_:)`` for a region or endpoint that cannot be.
  package func objectURL(_ key: String, in bucket: String, version: String) throws(AWSError) -> String {
    let endpoint = try resolver.endpoint(for: .s3, region: nil)
    let path = key.split(separator: "/", omittingEmptySubsequences: false).map(\.percentEncoded).joined(separator: "/")
    let authority = endpoint.port.map { "\(endpoint.host):\($0)" } ?? endpoint.host
    let place =
      endpoint.takesBucketHosts
      ? "\(endpoint.scheme.rawValue)://\(bucket).\(authority)/\(path)"
      : "\(endpoint.scheme.rawValue)://\(authority)\(endpoint.path)/\(bucket)/\(path)"
    return "\(place)?versionId=\(version.percentEncoded)"
  }
}
