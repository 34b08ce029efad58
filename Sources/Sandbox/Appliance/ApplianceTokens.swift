import FoundationEssentials

/// The tokens an appliance has given out.
///
/// Entries outlive their expiry, so that "expired" and "never heard of" stay two answers.
struct ApplianceTokens: Sendable {
  struct Grant: Sendable {
    let user: String
    let expires: Date

    /// The token that came with this one: access and refresh token end together.
    let partner: String?
  }

  enum Lookup: Sendable, Equatable {
    case user(String)
    case expired
    case unknown
  }

  private var access: [String: Grant] = [:]
  private var refresh: [String: Grant] = [:]
  private var codes: [String: Grant] = [:]
  private var steps: [String: Grant] = [:]

  /// A fresh pair of access and refresh token for `user`.
  mutating func issue(for user: String, now: Date, options: ApplianceOptions) -> (access: String, refresh: String) {
    let pair = (access: OpaqueToken.make(), refresh: OpaqueToken.make())
    access[pair.access] = Grant(user: user, expires: now + options.accessTokenLifetime, partner: pair.refresh)
    refresh[pair.refresh] = Grant(user: user, expires: now + options.refreshTokenLifetime, partner: pair.access)
    return pair
  }

  func user(ofAccess token: String, now: Date) -> Lookup { Self.lookUp(token, in: access, now: now) }

  /// Spends a refresh token; the access token that came with it ends too, unless tokens work many times.
  mutating func redeemRefresh(_ token: String, now: Date, options: ApplianceOptions) -> Lookup {
    let found = Self.lookUp(token, in: refresh, now: now)
    guard case .user = found, options.refreshTokens == .once else { return found }
    if let partner = refresh.removeValue(forKey: token)?.partner { access[partner] = nil }
    return found
  }

  mutating func issueCode(for user: String, now: Date, lifetime: Duration) -> String {
    let code = OpaqueToken.make()
    codes[code] = Grant(user: user, expires: now + lifetime, partner: nil)
    return code
  }

  /// Spends an authorization code.
  mutating func redeemCode(_ code: String, now: Date) -> Lookup {
    defer { codes[code] = nil }
    return Self.lookUp(code, in: codes, now: now)
  }

  /// Notes that `user` gave the right password and owes a second factor.
  mutating func issueStep(for user: String, now: Date) -> String {
    let step = OpaqueToken.make()
    steps[step] = Grant(user: user, expires: now + .seconds(300), partner: nil)
    return step
  }

  func user(ofStep token: String, now: Date) -> Lookup { Self.lookUp(token, in: steps, now: now) }

  mutating func endStep(_ token: String) { steps[token] = nil }

  /// Ends an access token and the refresh token that came with it.
  mutating func revoke(access token: String) {
    if let partner = access.removeValue(forKey: token)?.partner { refresh[partner] = nil }
  }

  /// Ends everything `user` holds.
  mutating func revokeAll(of user: String) {
    access = access.filter { $0.value.user != user }
    refresh = refresh.filter { $0.value.user != user }
    codes = codes.filter { $0.value.user != user }
    steps = steps.filter { $0.value.user != user }
  }

  /// Ends everything, as a restart of the services does.
  mutating func revokeAll() { self = ApplianceTokens() }

  private static func lookUp(_ token: String, in grants: [String: Grant], now: Date) -> Lookup {
    guard let grant = grants[token] else { return .unknown }
    return grant.expires > now ? .user(grant.user) : .expired
  }
}

extension Date {
  static func + (date: Date, duration: Duration) -> Date { date.addingTimeInterval(duration.seconds) }
}

extension Duration {
  /// The duration in seconds, fraction included.
  var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
