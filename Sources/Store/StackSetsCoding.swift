import Fleet
import FoundationEssentials

extension ByteWriter {
  mutating func write(_ reading: StackSetsReading) {
    write(reading.sets) { $0.write($1) }
    write(reading.instances) { $0.write($1) }
    write(reading.notFound) { $0.write($1.rawValue) }
  }

  mutating func write(_ date: Date?) {
    write(date) { $0.write($1.timeIntervalSinceReferenceDate) }
  }

  private mutating func write(_ set: StackSet) {
    write(set.name.rawValue)
    write(set.isServiceManaged)
    write(set.targets) { writer, targets in writer.write(targets) { $0.write($1.rawValue) } }
    write(set.regions) { $0.write($1.rawValue) }
    write(set.purposes) { writer, purposes in writer.write(purposes) { $0.write($1.rawValue) } }
    write(set.liveOperations) { writer, operation in
      writer.write(operation.id)
      writer.write(operation.stackSet.rawValue)
      writer.write(operation.action)
      writer.write(operation.status)
      writer.write(operation.startedAt)
      writer.write(operation.endedAt)
    }
  }

  private mutating func write(_ instance: StackInstance) {
    write(instance.stackSet.rawValue)
    write(instance.account.rawValue)
    write(instance.region.rawValue)
    write(instance.status.rawValue)
    write(instance.detailedStatus) { $0.write($1.rawValue) }
    write(instance.driftStatus) { $0.write($1.rawValue) }
    write(instance.statusReason) { $0.write($1) }
    write(instance.lastOperationID) { $0.write($1) }
    write(instance.targetedUnit) { $0.write($1.rawValue) }
    write(instance.stackID) { $0.write($1) }
  }
}

extension ByteReader {
  mutating func stackSets() throws(Malformed) -> StackSetsReading {
    let sets = try array { reader throws(Malformed) in try reader.stackSet() }
    let instances = try array { reader throws(Malformed) in try reader.stackInstance() }
    let notFound = try array { reader throws(Malformed) in StackSetName(rawValue: try reader.text()) }
    return StackSetsReading(sets: sets, instances: instances, notFound: notFound)
  }

  mutating func date() throws(Malformed) -> Date? {
    try optional { reader throws(Malformed) in Date(timeIntervalSinceReferenceDate: try reader.double()) }
  }

  private mutating func stackSet() throws(Malformed) -> StackSet {
    StackSet(
      name: StackSetName(rawValue: try text()),
      isServiceManaged: try flag(),
      targets: try optional { reader throws(Malformed) in
        try reader.array { reader throws(Malformed) in try reader.unitID() }
      },
      regions: try array { reader throws(Malformed) in RegionName(rawValue: try reader.text()) },
      purposes: try optional { reader throws(Malformed) in
        try reader.array { reader throws(Malformed) in Purpose(rawValue: try reader.text()) }
      },
      liveOperations: try array { reader throws(Malformed) in try reader.operation() }
    )
  }

  private mutating func operation() throws(Malformed) -> StackSetOperation {
    StackSetOperation(
      id: try text(),
      stackSet: StackSetName(rawValue: try text()),
      action: try text(),
      status: try text(),
      startedAt: try date(),
      endedAt: try date()
    )
  }

  private mutating func stackInstance() throws(Malformed) -> StackInstance {
    StackInstance(
      stackSet: StackSetName(rawValue: try text()),
      account: try accountID(),
      region: RegionName(rawValue: try text()),
      status: StackInstance.Status(rawValue: try text()),
      detailedStatus: try optional { reader throws(Malformed) in
        StackInstance.DetailedStatus(rawValue: try reader.text())
      },
      driftStatus: try optional { reader throws(Malformed) in StackInstance.DriftStatus(rawValue: try reader.text()) },
      statusReason: try optional { reader throws(Malformed) in try reader.text() },
      lastOperationID: try optional { reader throws(Malformed) in try reader.text() },
      targetedUnit: try optional { reader throws(Malformed) in try reader.unitID() },
      stackID: try optional { reader throws(Malformed) in try reader.text() }
    )
  }
}
