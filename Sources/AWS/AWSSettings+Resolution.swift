extension AWSSettings {
  /// Gathers what flags, environment and profile say, in that order.
  ///
  /// Only the chosen profile's settings count, never those of the profiles its role chain goes through. `region` is the
  /// one of a flag or of the context. Retry modes are checked, not told apart: this program has one way to retry.
  ///
  /// - Throws: ``CredentialError/misconfigured(_:)`` for a value that cannot be meant, a missing profile or a missing
  ///   `services` section.
  package init(
    region: String? = nil,
    profile choice: String? = nil,
    environment: ProcessEnvironment,
    configuration: SharedConfiguration
  ) throws(CredentialError) {
    let profile = try configuration.profile(choice, environment: environment)
    let lookup = SettingLookup(environment: environment, profile: profile)
    self.init(
      region: region ?? environment["AWS_REGION"] ?? environment["AWS_DEFAULT_REGION"] ?? profile["region"],
      usesFIPS: try lookup.flag("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint"),
      usesDualStack: try lookup.flag("AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint"),
      caBundle: lookup.text("AWS_CA_BUNDLE", "ca_bundle").map { environment.expandingHome(in: $0.value) }
    )
    if let attempts = try lookup.attempts() { maxAttempts = attempts }
    try lookup.checkRetryMode()
    if try !lookup.flag("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "ignore_configured_endpoint_urls") {
      try takeEndpoints(environment: environment, profile: profile, configuration: configuration)
    }
  }

  /// The variable for all services beats the profile's section for one, so the section counts only without it.
  private mutating func takeEndpoints(
    environment: ProcessEnvironment,
    profile: Profile,
    configuration: SharedConfiguration
  ) throws(CredentialError) {
    let prefix = "AWS_ENDPOINT_URL_"
    if let name = profile["services"] {
      guard let section = configuration.endpointURLs(services: name) else {
        throw .misconfigured(
          "the profile \(profile.name) names [services \(name)], which the config file does not have"
        )
      }
      if environment["AWS_ENDPOINT_URL"] == nil {
        for (service, address) in section { endpointURLs[service.uppercased()] = address }
      }
    }
    for (name, address) in environment.variables where name.hasPrefix(prefix) && !address.isEmpty {
      endpointURLs[String(name.dropFirst(prefix.count))] = address
    }
    endpointURL = environment["AWS_ENDPOINT_URL"] ?? profile["endpoint_url"]
  }
}

/// Looks a setting up in the environment, then in the profile, and remembers where it stood.
private struct SettingLookup {
  let environment: ProcessEnvironment
  let profile: Profile

  func text(_ variable: String, _ key: String) -> (value: String, place: String)? {
    if let value = environment[variable] { return (value, variable) }
    return profile[key].map { ($0, "\(key) of the profile \(profile.name)") }
  }

  func flag(_ variable: String, _ key: String) throws(CredentialError) -> Bool {
    guard let (value, place) = text(variable, key) else { return false }
    switch value.lowercased() {
    case "true": return true
    case "false": return false
    default: throw .misconfigured("\(place) is \(value): expected true or false")
    }
  }

  func attempts() throws(CredentialError) -> Int? {
    guard let (value, place) = text("AWS_MAX_ATTEMPTS", "max_attempts") else { return nil }
    guard let attempts = Int(value), attempts > 0 else {
      throw .misconfigured("\(place) is \(value): expected a number of at least 1")
    }
    return attempts
  }

  func checkRetryMode() throws(CredentialError) {
    guard let (value, place) = text("AWS_RETRY_MODE", "retry_mode") else { return }
    guard ["legacy", "standard", "adaptive"].contains(value) else {
      throw .misconfigured("\(place) is \(value): expected legacy, standard or adaptive")
    }
  }
}
