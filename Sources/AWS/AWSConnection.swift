import FoundationEssentials
import Synchronization
package import Transport

/// The way to every service for one set of settings and credentials.
///
/// Each call: the governor admits it, it is signed anew for each attempt, sent, and its answer read. Throttles, broken
/// connections and 5xx are tried again until the deadline; an expired token is replaced once, a wrong clock corrected once.
package final class AWSConnection: Sendable {
  /// Gives credentials, and others than `rejected` when a service has refused those as expired.
  package typealias CredentialProvider =
    @Sendable (_ rejected: AWSCredentials?) async throws(CredentialError) -> AWSCredentials

  package let settings: AWSSettings
  private let credentials: CredentialProvider
  private let sender: HTTPSender
  private let governor: Governor
  private let keepsRates: Bool
  private let timing: Timing
  let resolver: EndpointResolver
  /// One for each service, so that the outage of one does not cost another its retries.
  private let quotas = Mutex<[Service: RetryQuota]>([:])
  private let keys = SigningKeys()
  private let clocks = ClockOffsets()

  /// Time for one attempt, and for an operation with all its attempts.
  private static let attemptLimit: Duration = .seconds(30)
  private static let operationLimit: Duration = .seconds(120)

  /// Makes a connection; nothing is sent before the first call.
  ///
  /// - Parameters:
  ///   - settings: Region, overrides, attempts.
  ///   - sender: The way out.
  ///   - governor: Shared by all connections of the process.
  ///   - keepsRates: Whether documented rates are kept; a context may say that its endpoint has none.
  ///   - timing: Clocks for signatures and deadlines, sleep, chance.
  ///   - credentials: Asked before each attempt; without it only unsigned calls work.
  package init(
    settings: AWSSettings,
    sender: HTTPSender,
    governor: Governor,
    keepsRates: Bool = true,
    timing: Timing = .system,
    credentials: @escaping CredentialProvider = { _ throws(CredentialError) in throw .none(tried: []) }
  ) {
    self.settings = settings
    self.credentials = credentials
    self.sender = sender
    self.governor = governor
    self.keepsRates = keepsRates
    self.timing = timing
    resolver = EndpointResolver(settings: settings)
  }

  /// Carries out `call`.
  ///
  /// The deadline begins when the first credentials are there: a person may be typing a code for them.
  package func perform<Output>(_ call: Call<Output>) async throws(AWSError) -> Output {
    let endpoint = try resolver.endpoint(for: call.service, region: call.region)
    let bucket = bucket(for: call, endpoint: endpoint, identity: try await identity(for: call))
    let policy = Retry(attempts: min(settings.maxAttempts, call.maxAttempts ?? .max))
    var corrections = Corrections()
    do {
      return try await retrier(for: call.service).run(
        policy,
        within: max(Self.operationLimit, call.attemptLimit ?? .zero),
        wait: { [governor] in try await governor.backOff(bucket, for: $0) },
        attempt: { number, left in
          try await self.attempt(number, at: call, endpoint, bucket, left: left, &corrections)
        }
      )
    } catch {
      throw AWSError(error, service: call.service, operation: call.operation)
    }
  }

  // MARK: One attempt

  /// Sends once, and again at once where a correction allows it.
  private func attempt<Output>(
    _ number: Int,
    at call: Call<Output>,
    _ endpoint: Endpoint,
    _ bucket: Governor.Bucket,
    left: Duration,
    _ corrections: inout Corrections
  ) async throws -> Retrier.Outcome<Output> {
    let end = timing.elapsed() + left
    while true {
      let rate = RateTable.rate(of: call.operation, in: call.service).rate
      try await governor.admit(bucket, rate: keepsRates ? rate : nil)
      let identity = try await identity(for: call)
      let signedAt = clocks.adjust(timing.now(), for: endpoint.host)
      let request = signed(call.request(to: endpoint), endpoint: endpoint, identity: identity, at: signedAt)
      let (result, response) = await send(request, of: call, endpoint: endpoint, left: end - timing.elapsed())
      let failure: AWSError
      switch result {
      case .success(let output): return .done(output)
      case .failure(let error): failure = error
      }
      let offset = ClockOffsets.correction(from: response, endpoint: endpoint, now: timing.now(), signedAt: signedAt)
      switch corrections.step(after: failure, clockOffset: offset) {
      case .correctClock(let offset): clocks.set(offset, for: endpoint.host)
      case .refreshCredentials: _ = try await self.identity(for: call, replacing: identity)
      case nil:
        if failure.isThrottle { await governor.throttled(bucket) }
        if failure.endsMatter(at: number, isRepeatable: call.isRepeatable) { throw failure }
        let hint = response.flatMap(Self.retryHint)
        return .failed(failure, failure.isThrottle ? .throttle : .transient, hint: hint)
      }
    }
  }

  private func identity<Output>(
    for call: Call<Output>,
    replacing rejected: AWSCredentials? = nil
  ) async throws(AWSError) -> AWSCredentials? {
    guard call.isSigned else { return nil }
    do {
      return try await credentials(rejected)
    } catch {
      throw .credentials(error)
    }
  }

  private func signed(
    _ request: HTTPRequest,
    endpoint: Endpoint,
    identity: AWSCredentials?,
    at date: Date
  ) -> HTTPRequest {
    guard let identity else { return request }
    let signer = Signer(
      region: endpoint.signingRegion,
      service: endpoint.signingName,
      rules: endpoint.signingRules,
      keys: keys
    )
    return signer.sign(request, with: identity, at: date)
  }

  /// Off the caller's actor: reading a page is work.
  @concurrent
  private func send<Output>(
    _ request: HTTPRequest,
    of call: Call<Output>,
    endpoint: Endpoint,
    left: Duration
  ) async -> (Result<Output, AWSError>, HTTPResponse?) {
    do throws(TransportError) {
      guard left > .zero else { throw .timedOut }
      let response = try await sender.send(request, timeout: min(left, call.attemptLimit ?? Self.attemptLimit))
      return (call.read(response, region: endpoint.signingRegion), response)
    } catch {
      return (.failure(.transport(error, service: call.service, operation: call.operation)), nil)
    }
  }

  private func retrier(for service: Service) -> Retrier {
    let quota = quotas.withLock { quotas in
      let quota = quotas[service] ?? RetryQuota()
      quotas[service] = quota
      return quota
    }
    return Retrier(quota: quota, timepiece: timing.timepiece, random: timing.jitter)
  }

  private func bucket<Output>(
    for call: Call<Output>,
    endpoint: Endpoint,
    identity: AWSCredentials?
  ) -> Governor.Bucket {
    Governor.Bucket(
      account: identity?.accountID ?? endpoint.host,
      service: "\(call.service.name) \(endpoint.signingRegion)",
      group: RateTable.rate(of: call.operation, in: call.service).group
    )
  }

  /// `x-amz-retry-after`, in milliseconds.
  private static func retryHint(_ response: HTTPResponse) -> Duration? {
    response["x-amz-retry-after"].flatMap { Int64($0) }.flatMap { $0 >= 0 ? .milliseconds($0) : nil }
  }
}
