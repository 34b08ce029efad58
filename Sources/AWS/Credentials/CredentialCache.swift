import FoundationEssentials

/// Keeps the credentials of one source and fetches them anew before they end, once for all who ask.
///
/// In the advisory window callers get the old credentials while one fetch runs, and its failure is nobody's. In the
/// mandatory window callers wait, and its failure is theirs. A failure is remembered for a moment only, so that a hundred
/// callers are one attempt; the next call after it tries again.
/// Windows as botocore's `RefreshableCredentials` has them (read 2026-11).
package actor CredentialCache {
  /// The shortest time between a failed fetch and the next: while callers wait for it, and while the old credentials still do.
  package static let pauseAfterFailure: (mandatory: Duration, advisory: Duration) = (.seconds(1), .seconds(60))

  /// What a person calls the source.
  package nonisolated let name: String

  private let source: any CredentialSource
  private let timing: Timing
  private let fetch = SharedFetch<AWSCredentials>()
  private var held: Held?
  private var failure: (error: CredentialError, at: Date)?

  package init(_ source: any CredentialSource, timing: Timing = .system) {
    self.source = source
    self.timing = timing
    name = source.name
  }

  /// Credentials that are good for at least a while.
  ///
  /// - Throws: What the source throws, or ``CredentialError/cancelled`` when this caller is cancelled; other callers are
  ///   not touched by that.
  package func credentials() async throws(CredentialError) -> AWSCredentials {
    if let held {
      switch held.age(at: timing.now()) {
      case .fresh: return held.credentials
      case .advisory:
        if recentFailure(within: Self.pauseAfterFailure.advisory) == nil {
          await fetch.start { [self] () async throws(CredentialError) in try await renew(nil) }
        }
        return held.credentials
      case .mandatory: break
      }
    }
    return try await fetch.join { [self] () async throws(CredentialError) in try await renew(nil) }
  }

  /// Other credentials than `rejected`, which a service has just refused as expired.
  ///
  /// Fetches unless somebody else has done so in the meantime.
  ///
  /// - Throws: As ``credentials()``.
  package func credentials(replacing rejected: AWSCredentials) async throws(CredentialError) -> AWSCredentials {
    if let held, held.credentials != rejected { return try await credentials() }
    return try await fetch.join { [self] () async throws(CredentialError) in try await renew(rejected) }
  }

  /// Whether a fetch is under way.
  var isFetching: Bool { get async { await fetch.isRunning } }

  /// Forgets what is held, for instance after a new sign-in: the next call fetches.
  package func forget() {
    held = nil
    failure = nil
  }
}

extension CredentialCache {
  /// Runs inside the shared fetch; a caller that decided before an earlier fetch ended finds its result here.
  private func renew(_ rejected: AWSCredentials?) async throws(CredentialError) -> AWSCredentials {
    if let held, held.credentials != rejected, held.age(at: timing.now()) == .fresh { return held.credentials }
    if let error = recentFailure(within: Self.pauseAfterFailure.mandatory) { throw error }
    do throws(CredentialError) {
      let fresh = try await source.fetch()
      let now = timing.now()
      if let expiration = fresh.expiration, expiration <= now {
        throw CredentialError.failed(source: source.name, reason: "the credentials it delivers have already expired")
      }
      held = Held(credentials: fresh, fetched: now)
      failure = nil
      return fresh
    } catch {
      failure = (error, timing.now())
      throw error
    }
  }

  private func recentFailure(within pause: Duration) -> CredentialError? {
    guard let failure else { return nil }
    let elapsed = timing.now().timeIntervalSince(failure.at)
    // A clock that was set back must not make a failure last.
    return elapsed >= 0 && .seconds(elapsed) < pause ? failure.error : nil
  }
}

/// Credentials and when they came.
private struct Held {
  enum Age { case fresh, advisory, mandatory }

  let credentials: AWSCredentials
  let fetched: Date

  /// Windows of 15 and 10 minutes, but never more than a half and a third of the time the credentials had when they
  /// came: those that live for 15 minutes would else be fetched with every call.
  func age(at now: Date) -> Age {
    guard let expiration = credentials.expiration else { return .fresh }
    let life = expiration.timeIntervalSince(fetched)
    let left = expiration.timeIntervalSince(now)
    if left <= min(10 * 60, life / 3) { return .mandatory }
    return left <= min(15 * 60, life / 2) ? .advisory : .fresh
  }
}
