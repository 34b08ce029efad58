package import FoundationEssentials

/// Temporary credentials as the simulated STS hands them out.
package struct SessionCredentials: Hashable, Sendable {
  package let accessKeyID: String
  package let secretAccessKey: String
  package let sessionToken: String
  package let expiration: Date
  /// `arn:aws:sts::123456789012:assumed-role/NAME/SESSION`.
  package let arn: String
}
