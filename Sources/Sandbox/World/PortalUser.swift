/// A user of the appliance's portal.
package struct PortalUser: Hashable, Sendable {
  package enum Role: String, Sendable {
    case portalAdministrator = "Portal Administrator"
    case portalOperator = "Portal Operator"
  }

  /// A UUID in lower case.
  package let id: String
  package let name: String
  package var password: String
  package var role: Role
  package var hasMFA: Bool

  package init(id: String, name: String, password: String, role: Role, hasMFA: Bool = false) {
    self.id = id
    self.name = name
    self.password = password
    self.role = role
    self.hasMFA = hasMFA
  }
}
