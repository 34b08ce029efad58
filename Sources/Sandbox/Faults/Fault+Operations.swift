extension Fault {
  /// The operations that a fault of `service` may name.
  static func operations(of service: String) -> Set<String> {
    switch service {
    case "appliance": Set(ApplianceService.allRoutes.map(\.name))
    case "identity": Set(IdentityServer.operations.values)
    default: AWSService.all.first { $0.name == service }?.operations ?? []
    }
  }
}
