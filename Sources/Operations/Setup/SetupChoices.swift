package import Fleet

/// What a person has said ahead about a setup; everything else is taken from the context, found out, or asked.
package struct SetupChoices: Hashable, Sendable {
  package var vpc: String?
  package var subnets: [String] = []
  package var securityGroups: [String] = []
  package var makesSecretsEndpoint = false
  package var gatewayRouteTables: [String] = []
  /// ARN of the role that the appliance's instance runs with.
  package var instanceRole: String?
  /// Empty: the organization's root.
  package var targets: [OrganizationalUnitID] = []
  package var isAutomatic = true
  package var retainsOnRemoval = true
  package var bucket: String?
  package var portalUser = "rolecall-functions"
  package var lambdasParameters: [String: String] = [:]
  package var rolesParameters: [String: String] = [:]

  package init() {}
}
