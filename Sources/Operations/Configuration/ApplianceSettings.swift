package import Transport
package import Veeam

/// Where the appliance is, how its certificate is trusted, and which secrets sign in to it.
package struct ApplianceSettings: Hashable, Sendable {
  /// The road to the appliance.
  package enum Via: String, Hashable, Sendable, CaseIterable {
    case direct
    /// Through the configurator function, for hosts that cannot reach the appliance.
    case function
  }

  package var address: ApplianceAddress
  package var trust: Trust
  package var via: Via
  /// Secret of a Portal Operator, enough to look; nil: `backup.secret`.
  package var readSecret: String?
  package var writeSecret: String?

  /// `https://10.0.0.5:11005`.
  package var url: String { address.description }

  package var host: String { address.origin.host }
  package var port: Int { address.origin.port }

  /// `10.0.0.5:11005`.
  package var authority: String { String(url.dropFirst("https://".count)) }

  /// The address, and the road to it where that is not the direct one.
  package var place: String { via == .direct ? authority : "\(authority) via function" }
}
