import Fleet

/// A filter over registrations: the same language as for accounts, as far as its fields mean something here.
struct RoleMatcher {
  private let terms: [(term: Filter.Term, needle: [UInt8])]
  private let picture: Picture

  init(_ filter: Filter, picture: Picture) {
    terms = filter.terms.map { ($0, Array($0.value.utf8)) }
    self.picture = picture
  }

  /// What is wrong with `filter` where roles are listed; nil if nothing is.
  static func complaint(about filter: Filter) -> String? {
    for term in filter.terms {
      switch term.field {
      case nil, .id, .name, .role, .purpose: continue
      case .email, .ou, .state, .readiness, .stack, .detailed, .drift, .region, .reason:
        return "\(term.field?.rawValue ?? ""): says nothing of roles; here: id name role purpose and free words"
      }
    }
    return nil
  }

  /// Whether registration `index` matches every term.
  func matches(_ index: Int) -> Bool {
    terms.allSatisfy { holds($0.term, $0.needle, at: index) != $0.term.isNegated }
  }

  private func holds(_ term: Filter.Term, _ needle: [UInt8], at index: Int) -> Bool {
    let registration = picture.roster.registrations[index]
    func isIn(_ text: String?) -> Bool { text.map { SearchText.contains(needle, in: $0) } ?? false }
    switch term.field {
    case .id: return isIn(registration.account?.rawValue)
    case .name: return isIn(picture.roster.accountName(of: registration))
    case .role: return isIn(registration.roleName)
    case .purpose: return registration.purpose?.rawValue == term.value
    default:
      return isIn(registration.account?.rawValue) || isIn(picture.roster.accountName(of: registration))
        || isIn(registration.roleName) || isIn(registration.name) || isIn(registration.purpose?.rawValue)
        || picture.roles[index].rawValue == term.value
    }
  }
}
