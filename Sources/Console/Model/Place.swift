/// Where in the console one is.
enum Place: String, Hashable, Sendable, CaseIterable {
  case overview, organization, account, roles, doctor

  /// As breadcrumbs and help write it.
  var title: String {
    switch self {
    case .overview: "Overview"
    case .organization: "Organization"
    case .account: "Account"
    case .roles: "Roles"
    case .doctor: "Doctor"
    }
  }
}
