/// A revision of the appliance's REST API, as the header `x-api-version` names it.
package struct APIVersion: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
  package let rawValue: String

  package init(rawValue: String) { self.rawValue = rawValue }

  package var description: String { rawValue }

  /// All revisions known here, the newest first.
  ///
  /// An appliance accepts a window of about four. Source: Veeam Backup for AWS REST API Reference, "Versioning"
  /// (1.0 to 1.8), and a public client that sends 1.9.
  package static let known = [
    "1.9-rev0", "1.8-rev0", "1.7-rev0", "1.6-rev0", "1.5-rev1", "1.5-rev0", "1.4-rev0", "1.3-rev0", "1.2-rev0",
    "1.1-rev0", "1.0-rev0",
  ].map(APIVersion.init(rawValue:))
}
