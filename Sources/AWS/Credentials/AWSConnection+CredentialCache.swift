package import Transport

extension AWSConnection {
  /// Makes a connection that signs with what `cache` keeps.
  ///
  /// Credentials that a service refuses as expired are fetched anew, unless somebody has done so already.
  package convenience init(
    settings: AWSSettings,
    sender: HTTPSender,
    governor: Governor,
    keepsRates: Bool = true,
    timing: Timing = .system,
    credentials cache: CredentialCache
  ) {
    self.init(
      settings: settings,
      sender: sender,
      governor: governor,
      keepsRates: keepsRates,
      timing: timing,
      credentials: { (refused) async throws(CredentialError) in
        guard let refused else { return try await cache.credentials() }
        return try await cache.credentials(replacing: refused)
      }
    )
  }
}
