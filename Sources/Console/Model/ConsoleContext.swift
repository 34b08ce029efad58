package import Fleet

/// One context of the configuration, as far as the console shows it.
package struct ConsoleContext: Hashable, Sendable {
  package enum Access: String, Hashable, Sendable {
    case readOnly = "read-only"
    case readWrite = "read-write"
  }

  package let name: String
  package let access: Access
  package let region: String?
  /// `10.0.0.5:11005`; nil when the context names no appliance.
  package let applianceAddress: String?
  package let expectations: Expectations
  /// From `credential.maxAgeDays`.
  package let credentialMaxAgeDays: Int?

  package init(
    name: String,
    access: Access,
    region: String? = nil,
    applianceAddress: String? = nil,
    expectations: Expectations = Expectations(),
    credentialMaxAgeDays: Int? = nil
  ) {
    self.name = name
    self.access = access
    self.region = region
    self.applianceAddress = applianceAddress
    self.expectations = expectations
    self.credentialMaxAgeDays = credentialMaxAgeDays
  }
}
