import Fleet

extension ByteWriter {
  mutating func write(_ organization: Organization) {
    write(organization.id)
    write(organization.managementAccount) { $0.write($1.rawValue) }
    write(organization.isComplete)
    write(organization.units) { writer, unit in
      writer.write(unit.id.rawValue)
      writer.write(unit.name) { $0.write($1) }
      writer.write(unit.parent ?? -1)
    }
    write(organization.accounts) { writer, account in
      writer.write(account.id.rawValue)
      writer.write(account.name)
      writer.write(account.email)
      writer.write(account.state.rawValue)
      writer.write(account.unit ?? -1)
    }
  }
}

extension ByteReader {
  mutating func organization() throws(Malformed) -> Organization {
    let id = try text()
    let management = try optional { reader throws(Malformed) in try reader.accountID() }
    let isComplete = try flag()
    let units = try array { reader throws(Malformed) in try reader.unit() }
    var organization = Organization(id: id, managementAccount: management)
    var paths: [[OrganizationalUnitID]] = []
    for unit in units {
      guard unit.parent.map({ $0 >= 0 && $0 < paths.count }) ?? true else { throw Malformed() }
      let path = (unit.parent.map { paths[$0] } ?? []) + [unit.id]
      paths.append(path)
      organization.place(path: path)
      if let name = unit.name { organization.setName(name, of: unit.id) }
    }
    guard organization.units.count == units.count else { throw Malformed() }
    let count = units.count
    organization.append(try array { reader throws(Malformed) in try reader.account(units: count) })
    organization.isComplete = isComplete
    return organization
  }

  mutating func accountID() throws(Malformed) -> AccountID {
    guard let id = AccountID(rawValue: try text()) else { throw Malformed() }
    return id
  }

  mutating func unitID() throws(Malformed) -> OrganizationalUnitID {
    guard let id = OrganizationalUnitID(rawValue: try text()) else { throw Malformed() }
    return id
  }

  private mutating func unit() throws(Malformed) -> OrganizationalUnit {
    let id = try unitID()
    let name = try optional { reader throws(Malformed) in try reader.text() }
    let parent = try number()
    return OrganizationalUnit(id: id, name: name, parent: parent < 0 ? nil : parent)
  }

  private mutating func account(units: Int) throws(Malformed) -> Account {
    let id = try accountID()
    let name = try text()
    let email = try text()
    let state = AccountState(rawValue: try text())
    let unit = try number()
    guard unit < units else { throw Malformed() }
    return Account(id: id, name: name, email: email, state: state, unit: unit < 0 ? nil : unit)
  }
}
