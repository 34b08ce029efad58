/// Where the appliance lives in the backup account: what a deployment of the functions has to be told.
package struct BackupSite: Hashable, Sendable {
  package let vpc: String

  /// Private ones, in two zones.
  package let subnets: [String]

  /// Those of the subnets.
  package let routeTables: [String]
  package let instance: String

  /// The role that the appliance works with.
  package let roleARN: String
  package let instanceProfileARN: String
  package let securityGroup: String
}

/// What the backup account's network has.
package struct SiteOptions: Hashable, Sendable {
  /// Whether the private subnets reach S3 through a gateway endpoint.
  package var hasS3Gateway = true

  /// Whether an endpoint for Secrets Manager with private DNS is there already, so that a second one conflicts.
  package var hasSecretsEndpoint = false

  /// Whether the private subnets reach the internet.
  package var hasNATGateway = false
  package var hasDNSHostnames = true

  package init() {}
}
