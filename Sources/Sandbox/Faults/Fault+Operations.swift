extension Fault {
  /// The operations that a fault of `service` may name.
  static func operations(of service: String) -> Set<String> {
    switch service {
    case "organizations": OrganizationsService.reads.union(OrganizationsService.changes)
    case "cloudformation": StackSetsService.operations
    case "secretsmanager": SecretsService.operations
    case "sts": TokenService.operations
    case "appliance": Set(ApplianceService.allRoutes.map(\.name))
    case "identity": Set(IdentityServer.operations.values)
    default: []
    }
  }
}
