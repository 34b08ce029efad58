/// The roles as one list call filters and sorts them, kept for the next page of the same list.
///
/// Sorting 100,000 names anew for each of a hundred pages would take longer than everything else.
struct RolesView: Sendable {
  private var source: [Registration] = []
  private var pattern: String?
  private var order: [String] = []
  private var view: [Registration]?

  /// `registrations` whose name holds `pattern`, in the order of `Sort`, the last word deciding least.
  mutating func roles(of registrations: [Registration], pattern: String?, order: [String]) -> [Registration] {
    if let view, pattern == self.pattern, order == self.order, registrations == source { return view }
    var roles = registrations
    if let pattern, !pattern.isEmpty {
      let wanted = pattern.lowercased()
      roles = roles.filter { $0.name.lowercased().contains(wanted) }
    }
    switch order.first {
    case "nameAsc": roles.sort { $0.name < $1.name }
    case "nameDesc": roles.sort { $0.name > $1.name }
    default: break
    }
    (source, self.pattern, self.order, view) = (registrations, pattern, order, roles)
    return roles
  }
}
