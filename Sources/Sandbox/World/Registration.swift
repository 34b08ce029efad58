/// One IAM role in the appliance's list.
package struct Registration: Hashable, Sendable {
  /// A UUID in lower case.
  package let id: String
  package var name: String
  package var description: String
  /// The 12 digits of the account that owns the role.
  package var account: String
  /// The IAM role's name, with its path if it has one.
  package var roleName: String
  /// The appliance's own words, such as `EC2BackupSnapshot`.
  package var permissions: [String]
  /// The role the appliance was installed with, in its own account.
  package var isFactoryRole: Bool

  package init(
    id: String,
    name: String,
    description: String,
    account: String,
    roleName: String,
    permissions: [String],
    isFactoryRole: Bool = false
  ) {
    self.id = id
    self.name = name
    self.description = description
    self.account = account
    self.roleName = roleName
    self.permissions = permissions
    self.isFactoryRole = isFactoryRole
  }
}
