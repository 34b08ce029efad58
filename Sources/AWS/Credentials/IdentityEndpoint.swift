/// The services that identify people, and where they are.
///
/// Hosts are those of botocore's endpoint rules (1.43, read 2026-11).
enum IdentityEndpoint: Hashable, Sendable {
  /// IAM Identity Center's portal: role credentials for a signed-in person.
  case portal
  /// IAM Identity Center's OpenID Connect service: tokens and device sign-in.
  case oidc
  /// AWS Sign-in: sessions of `aws login`.
  case signIn

  /// As in `AWS_ENDPOINT_URL_…`.
  var settingsKey: String {
    switch self {
    case .portal: "SSO"
    case .oidc: "SSO_OIDC"
    case .signIn: "SIGNIN"
    }
  }

  /// The service's address, from the settings' override or from the region.
  ///
  /// - Throws: ``CredentialError/misconfigured(_:)`` when the override is no address, or when it would make a FIPS or
  ///   dual-stack setting void.
  func address(region: String, settings: AWSSettings) throws(CredentialError) -> ServiceAddress {
    let override = settings.endpointURLs[settingsKey] ?? settings.endpointURL
    if let override {
      guard !settings.usesFIPS, !settings.usesDualStack else {
        throw .misconfigured(
          "FIPS or dual-stack endpoints are asked for, and an endpoint URL is set for \(settingsKey)"
        )
      }
      guard let address = ServiceAddress(override) else {
        throw .misconfigured("the endpoint URL of \(settingsKey) is not an http or https address")
      }
      return address
    }
    guard
      region.utf8.allSatisfy({ (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }),
      let address = ServiceAddress("https://\(host(region: region, settings: settings))")
    else { throw .misconfigured("\(region) is not a region") }
    return address
  }

  private func host(region: String, settings: AWSSettings) -> String {
    let partition = IdentityPartition(region: region)
    // GovCloud's plain hosts of Identity Center are the FIPS hosts.
    let fips = settings.usesFIPS && !(partition == .govCloud && self != .signIn) ? "-fips" : ""
    if settings.usesDualStack { return "\(prefix)\(fips).\(region).\(partition.dualStackSuffix)" }
    if self == .signIn, fips.isEmpty, let suffix = partition.signInSuffix { return "\(region).signin.\(suffix)" }
    return "\(prefix)\(fips).\(region).\(partition.suffix)"
  }

  private var prefix: String {
    switch self {
    case .portal: "portal.sso"
    case .oidc: "oidc"
    case .signIn: "signin"
    }
  }
}

/// The partition of a region, as far as the hosts of identity services differ.
private enum IdentityPartition {
  case standard
  case govCloud
  case china
  case europe

  init(region: String) {
    if region.hasPrefix("us-gov-") {
      self = .govCloud
    } else if region.hasPrefix("cn-") {
      self = .china
    } else if region.hasPrefix("eusc-") {
      self = .europe
    } else {
      self = .standard
    }
  }

  var suffix: String {
    switch self {
    case .standard, .govCloud: "amazonaws.com"
    case .china: "amazonaws.com.cn"
    case .europe: "amazonaws.eu"
    }
  }

  var dualStackSuffix: String {
    switch self {
    case .standard, .govCloud: "api.aws"
    case .china: "api.amazonwebservices.com.cn"
    case .europe: "api.amazonwebservices.eu"
    }
  }

  /// Where AWS Sign-in has hosts of its own form.
  var signInSuffix: String? {
    switch self {
    case .standard: "aws.amazon.com"
    case .govCloud: "amazonaws-us-gov.com"
    case .china: "amazonaws.cn"
    case .europe: nil
    }
  }
}
