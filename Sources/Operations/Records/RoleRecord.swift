package import Fleet

/// One registration on the appliance as `roles` prints it.
package struct RoleRecord: OutputRecord {
  package let registration: RoleRegistration
  package let belonging: Roster.Belonging

  package init(_ registration: RoleRegistration, of roster: Roster) {
    self.registration = registration
    belonging = roster.belonging(of: registration)
  }

  package static func all(of roster: Roster) -> [RoleRecord] {
    roster.registrations.map { RoleRecord($0, of: roster) }
  }

  private var isOrphan: Bool? { belonging == .undecided ? nil : belonging == .orphan }
  private var isForeign: Bool? { belonging == .undecided ? nil : belonging == .foreign }

  package var value: OutputValue {
    .object([
      .init("id", .text(registration.id)),
      .init("name", .text(registration.name)),
      .init("accountId", OutputValue(registration.account?.rawValue)),
      .init("roleName", .text(registration.roleName)),
      .init("purpose", OutputValue(registration.purpose?.rawValue)),
      .init("orphan", OutputValue(isOrphan)),
      .init("foreign", OutputValue(isForeign)),
    ])
  }

  package static let columns = ["id", "name", "accountId", "roleName", "purpose", "orphan", "foreign"]

  package var cells: [String] {
    [
      registration.id, registration.name, registration.account?.rawValue ?? "", registration.roleName,
      registration.purpose?.rawValue ?? "", isOrphan.map(String.init) ?? "", isForeign.map(String.init) ?? "",
    ]
  }
}
