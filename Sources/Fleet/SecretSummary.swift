package import FoundationEssentials

/// What `DescribeSecret` tells of the credential's secret, without its value.
package struct SecretSummary: Hashable, Sendable {
  package let name: String
  package let lastChanged: Date?
  package let rotationEnabled: Bool
  package let deletedAt: Date?
  /// Version ids with their stages (AWSCURRENT, AWSPENDING, AWSPREVIOUS, own labels).
  package let stages: [String: [String]]

  package init(name: String, lastChanged: Date?, rotationEnabled: Bool, deletedAt: Date?, stages: [String: [String]]) {
    self.name = name
    self.lastChanged = lastChanged
    self.rotationEnabled = rotationEnabled
    self.deletedAt = deletedAt
    self.stages = stages
  }

  /// A version that waits to become current: a rotation that was begun and not finished, unless it is current itself.
  package var pendingVersion: String? {
    stages.first { $0.value.contains("AWSPENDING") && !$0.value.contains("AWSCURRENT") }?.key
  }
}
