package import Transport

/// The REST API of one Veeam Backup for AWS appliance.
///
/// Signs in when first asked something, keeps the session, and renews it shortly before it ends. Reads are repeated on
/// faults that pass; each has one deadline over all its attempts.
package struct Appliance: Sendable {
  /// How many elements of a list are asked for at a time; the API documents neither default nor maximum.
  static let pageSize = 500

  package let address: ApplianceAddress
  let session: ApplianceSession
  private let probe: CertificateProbe

  /// - Parameters:
  ///   - address: Where its API listens.
  ///   - configuration: The connection's trust, proxies and log.
  ///   - version: The revision that worked last time; tried first.
  ///   - governor: Shows the waits before a retry.
  ///   - timepiece: The time by which tokens age.
  ///   - refusalMemory: How long a refused pair of user and password is not sent again; the password may have been
  ///     mended on the appliance's side meanwhile.
  ///   - credential: Asked for at each sign-in with a password, so that it may have changed meanwhile.
  package init(
    address: ApplianceAddress,
    configuration: HTTPSender.Configuration,
    version: APIVersion? = nil,
    governor: Governor? = nil,
    timepiece: Timepiece = .system,
    refusalMemory: Duration = .seconds(300),
    credential: @escaping @Sendable () async throws -> ApplianceCredential
  ) {
    self.address = address
    probe = CertificateProbe(configuration)
    let connection = ApplianceConnection(
      address: address,
      sender: HTTPSender(configuration),
      retrier: Retrier(timepiece: timepiece),
      governor: governor
    )
    session = ApplianceSession(
      connection: connection,
      version: version,
      timepiece: timepiece,
      refusalMemory: refusalMemory,
      credential: credential
    )
  }

  /// The revision that the appliance accepted; nil before the first sign-in.
  package var version: APIVersion? { get async { await session.version } }

  /// Signs in, if there is no session yet.
  ///
  /// - Returns: The name of the user's role, such as `Portal Administrator`, where the appliance says it.
  /// - Throws: ``ApplianceError``, or what the credential's source throws.
  @discardableResult
  package func signIn() async throws -> String? { try await session.current().roleName }

  /// Ends the session; does nothing without one.
  package func signOut() async throws { try await session.end() }

  /// The role registrations.
  ///
  /// Needs Portal Operator.
  package func roles() -> Pages<IAMRole> {
    pages(of: "/accounts/amazon", what: "reading IAM roles", needs: "Portal Operator")
  }

  /// The users, which only a Portal Administrator may see.
  package func users() -> Pages<PortalUser> {
    pages(of: "/users", what: "reading users", needs: "Portal Administrator")
  }

  /// The product's version, which only a Portal Administrator may see.
  package func systemVersion() async throws -> SystemVersion {
    try await session.read("/system/version", what: "reading the version", needs: "Portal Administrator")
      ?? SystemVersion(about: nil, version: nil)
  }

  package func statistics() async throws -> StatisticsSummary {
    try await session.read("/statistics/summary", what: "reading statistics", needs: "a role that sees the overview")
      ?? .silent
  }

  /// The certificate that the appliance presents now, read in a handshake of its own; not verified.
  package func certificate() async throws -> PresentedCertificate {
    do {
      return try await probe.certificate(of: address.origin)
    } catch {
      throw ApplianceError.cause(error)
    }
  }

  /// `query` goes before offset and limit.
  func pages<Element>(
    of path: String,
    query: String = "",
    what: String,
    needs role: String
  ) -> Pages<Element> {
    Pages(size: Self.pageSize) { [session] offset, limit in
      let page: Page<Element>? = try await session.read(
        "\(path)?\(query)Offset=\(offset)&Limit=\(limit)",
        what: what,
        needs: role
      )
      // Lists may be answered with nothing at all.
      return page ?? Page(elements: [], totalCount: 0)
    }
  }
}
