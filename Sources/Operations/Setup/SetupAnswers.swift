package import Fleet

/// Everything a setup needs to know: given by flags, taken from the context, discovered, or asked.
package struct SetupAnswers: Hashable, Sendable {
  package var lambdasStack: String
  package var rolesStackSet: StackSetName
  package var organizationID: String
  /// Of both stacks: functions answer custom resources of their own region only.
  package var region: RegionName
  package var network: Network
  package var appliance: Appliance
  /// The role that the appliance's instance runs with; every role trusts it.
  package var instanceRole: String
  /// Units and roots that get the roles.
  package var targets: [OrganizationalUnitID]
  package var isAutomatic = true
  /// Whether an account that leaves the targets keeps its stack.
  package var retainsOnRemoval = true
  /// Nil: one is found by its prefix, or made.
  package var bucket: String?
  package var functions: FunctionsArchive
  /// Further parameters of either template, by name.
  package var lambdasParameters: [String: String] = [:]
  package var rolesParameters: [String: String] = [:]

  /// Where the functions that reach the appliance stand.
  package struct Network: Hashable, Sendable {
    package var vpc: String
    package var subnets: [String]
    /// Empty: the stack makes its own.
    package var securityGroups: [String] = []
    /// Whether the stack makes the interface endpoint for Secrets Manager, which the whole VPC then uses.
    package var makesSecretsEndpoint = false
    /// Route tables that get a gateway endpoint for S3; empty: none is made.
    package var gatewayRouteTables: [String] = []

    package init(vpc: String, subnets: [String]) {
      self.vpc = vpc
      self.subnets = subnets
    }
  }

  /// The appliance as the functions reach and trust it.
  package struct Appliance: Hashable, Sendable {
    package var host: String
    package var port: Int
    /// SHA-256 of its certificate, hexadecimal; one to three.
    package var pins: [String]
    /// The portal user that the functions sign in as.
    package var user: String

    package init(host: String, port: Int, pins: [String], user: String) {
      self.host = host
      self.port = port
      self.pins = pins
      self.user = user
    }
  }

  package init(
    lambdasStack: String,
    rolesStackSet: StackSetName,
    organizationID: String,
    region: RegionName,
    network: Network,
    appliance: Appliance,
    instanceRole: String,
    targets: [OrganizationalUnitID],
    functions: FunctionsArchive
  ) {
    self.lambdasStack = lambdasStack
    self.rolesStackSet = rolesStackSet
    self.organizationID = organizationID
    self.region = region
    self.network = network
    self.appliance = appliance
    self.instanceRole = instanceRole
    self.targets = targets
    self.functions = functions
  }
}
