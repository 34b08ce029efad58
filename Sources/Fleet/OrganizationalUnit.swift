/// One organizational unit, or the root.
package struct OrganizationalUnit: Hashable, Sendable {
  package let id: OrganizationalUnitID
  /// Nil until its name was read: the accounts' paths tell ids before any list tells names.
  package var name: String?
  /// Index into ``Organization/units``; nil for a root.
  package let parent: Int?

  package init(id: OrganizationalUnitID, name: String?, parent: Int?) {
    self.id = id
    self.name = name
    self.parent = parent
  }

  /// The name, or the id as long as the name is not known.
  package var label: String { name ?? id.rawValue }
}
