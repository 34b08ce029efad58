import Fleet

/// A place and what one is looking at there; what the history remembers.
enum Location: Hashable, Sendable {
  case overview(OverviewPlace)
  case organization(OrganizationPlace)
  case account(AccountPlace)
  case roles(RolesPlace)
  case doctor(DoctorPlace)

  var place: Place {
    switch self {
    case .overview: .overview
    case .organization: .organization
    case .account: .account
    case .roles: .roles
    case .doctor: .doctor
    }
  }
}

struct OverviewPlace: Hashable, Sendable {
  var causes = ListCursor<CauseKey>()
}

struct OrganizationPlace: Hashable, Sendable {
  enum Pane: Hashable, Sendable { case tree, accounts }

  var pane = Pane.accounts
  /// The unit whose subtree is listed is the one the tree's cursor stands on.
  var tree = ListCursor<OrganizationalUnitID>()
  /// Units whose children the tree shows; roots always show theirs.
  var expanded: Set<OrganizationalUnitID> = []
  var accounts = ListCursor<AccountID>()
  var filter = Filter.everything
  /// Only accounts with this cause.
  var cause: CauseKey?
}

struct AccountPlace: Hashable, Sendable {
  let account: AccountID
  var links = ListCursor<EvidenceLink.ID>()

  init(account: AccountID) { self.account = account }
}

struct RolesPlace: Hashable, Sendable {
  var registrations = ListCursor<String>()
  var filter = Filter.everything
}
