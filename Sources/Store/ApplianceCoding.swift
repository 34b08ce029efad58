import Fleet

extension ByteWriter {
  mutating func write(_ reading: ApplianceReading) {
    write(reading.registrations) { $0.write($1) }
    write(reading.version) { $0.write($1) }
    write(reading.revision) { $0.write($1) }
    write(reading.certificateExpires)
    write(reading.remarks) { $0.write($1) }
  }

  private mutating func write(_ registration: RoleRegistration) {
    write(registration.id)
    write(registration.name)
    write(registration.account) { $0.write($1.rawValue) }
    write(registration.roleName)
    write(registration.purpose) { $0.write($1.rawValue) }
    write(registration.description)
    write(shared: registration.permissions)
  }
}

extension ByteReader {
  mutating func appliance() throws(Malformed) -> ApplianceReading {
    ApplianceReading(
      registrations: try array { reader throws(Malformed) in try reader.registration() },
      version: try optional { reader throws(Malformed) in try reader.text() },
      revision: try optional { reader throws(Malformed) in try reader.text() },
      certificateExpires: try date(),
      remarks: try array { reader throws(Malformed) in try reader.text() }
    )
  }

  private mutating func registration() throws(Malformed) -> RoleRegistration {
    RoleRegistration(
      id: try text(),
      name: try text(),
      account: try optional { reader throws(Malformed) in try reader.accountID() },
      roleName: try text(),
      purpose: try optional { reader throws(Malformed) in Purpose(rawValue: try reader.text()) },
      description: try text(),
      permissions: try sharedList()
    )
  }
}
