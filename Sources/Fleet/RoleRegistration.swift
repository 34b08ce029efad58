/// One IAM role as the appliance knows it.
package struct RoleRegistration: Hashable, Sendable {
  /// A UUID, the appliance's.
  package let id: String
  /// The entry's own name on the appliance, free text.
  package let name: String
  /// Missing for roles of the appliance's own account that it lists without one.
  package let account: AccountID?
  /// The IAM role's name, with its path if it has one.
  package let roleName: String
  package let purpose: Purpose?
  package let description: String
  /// What the appliance lets the role do; empty where the revision does not say.
  package let permissions: [String]

  package init(
    id: String,
    name: String,
    account: AccountID?,
    roleName: String,
    purpose: Purpose?,
    description: String = "",
    permissions: [String] = []
  ) {
    self.id = id
    self.name = name
    self.account = account
    self.roleName = roleName
    self.purpose = purpose
    self.description = description
    self.permissions = permissions
  }

  /// The entry's mark; nil for entries made by hand or by other tools.
  package var mark: Mark? { Mark(description: description) }
}
