package import Fleet
package import FoundationEssentials
package import Store

/// One source's facts on their way into the snapshot.
package struct KeptReading: Hashable, Sendable {
  package let part: SnapshotPart
  package let readAt: Date
  package let identity: CallerIdentity?

  package init(part: SnapshotPart, readAt: Date, identity: CallerIdentity?) {
    self.part = part
    self.readAt = readAt
    self.identity = identity
  }
}
