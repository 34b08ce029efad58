import FoundationEssentials
package import Transport

/// The way to every service for one set of settings and credentials.
///
/// Each call: the governor admits it, it is signed anew for each attempt, sent, and its answer read; throttles, broken
/// connections and 5xx are tried again until the deadline; an expired token is refreshed once; a wrong clock corrected once.
package final class AWSConnection: Sendable {
  /// Gives credentials, other ones than those that a service has just refused as expired.
  package typealias CredentialProvider =
    @Sendable (_ refused: AWSCredentials?) async throws(CredentialError) -> AWSCredentials

  package let settings: AWSSettings
  private let credentials: CredentialProvider
  private let sender: HTTPSender
  private let governor: Governor
  private let keepsRates: Bool
  private let timing: Timing
  private let resolver: EndpointResolver
  private let keys = SigningKeys()
  private let clocks = ClockOffsets()

  /// Time for one attempt, and for an operation with all its attempts.
  private static let attemptLimit: Duration = .seconds(30)
  private static let operationLimit: Duration = .seconds(120)

  /// - Parameters:
  ///   - settings: Region, overrides, attempts.
  ///   - sender: The way out.
  ///   - governor: Shared by all connections of the process.
  ///   - keepsRates: Whether documented rates are kept (`rates: documented`).
  ///   - timing: Clock, sleep and chance.
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
    var identity = try await identity(for: call, refused: nil)
    let bucket = bucket(for: call, endpoint: endpoint, identity: identity)
    let deadline = timing.elapsed() + Self.operationLimit
    var attempts = Attempts(limit: call.maxAttempts ?? settings.maxAttempts)
    while true {
      try await admit(call, to: bucket)
      identity = try await self.identity(for: call, refused: nil)
      let signedAt = clocks.adjust(timing.now(), for: endpoint.host)
      let limit = min(Self.attemptLimit, deadline - timing.elapsed())
      let request = signed(call.request(to: endpoint), endpoint: endpoint, identity: identity, at: signedAt)
      let (outcome, response) = await send(request, of: call, endpoint: endpoint, limit: limit)
      let failure: AWSError
      switch outcome {
      case .success(let output): return output
      case .failure(let error): failure = error
      }
      if failure.isThrottle { await governor.throttled(bucket) }
      let offset = ClockOffsets.correction(from: response, endpoint: endpoint, now: timing.now(), signedAt: signedAt)
      let hint = response.flatMap(Self.retryHint)
      switch attempts.step(after: failure, clockIsOff: offset != nil, hint: hint, jitter: timing.jitter()) {
      case .giveUp: throw failure
      case .correctClock: clocks.set(offset ?? 0, for: endpoint.host)
      case .refreshCredentials: identity = try await self.identity(for: call, refused: identity)
      case .again(let delay):
        guard timing.elapsed() + delay < deadline else { throw failure }
        try await pause(delay, of: call)
      }
    }
  }

  // MARK: One attempt

  private func identity<Output>(
    for call: Call<Output>,
    refused: AWSCredentials?
  ) async throws(AWSError) -> AWSCredentials? {
    guard call.isSigned else { return nil }
    do {
      return try await credentials(refused)
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
    let signer = Signer(region: endpoint.signingRegion, service: endpoint.signingName, keys: keys)
    return signer.sign(request, with: identity, at: date)
  }

  private func send<Output>(
    _ request: HTTPRequest,
    of call: Call<Output>,
    endpoint: Endpoint,
    limit: Duration
  ) async -> (Result<Output, AWSError>, HTTPResponse?) {
    do throws(TransportError) {
      guard limit > .zero else { throw .timedOut }
      let response = try await sender.send(request, timeout: limit)
      return (read(response, of: call, endpoint: endpoint), response)
    } catch {
      return (.failure(.transport(error, service: call.service, operation: call.operation)), nil)
    }
  }

  private func read<Output>(
    _ response: HTTPResponse,
    of call: Call<Output>,
    endpoint: Endpoint
  ) -> Result<Output, AWSError> {
    var reason = "not an answer of the service"
    if (200..<300).contains(response.status) {
      do {
        return .success(try call.decode(response))
      } catch {
        reason = Self.reason(for: error)
      }
    } else if let refusal = call.decodeRefusal(response) {
      return .failure(
        .refused(
          ServiceError(
            service: call.service,
            operation: call.operation,
            region: endpoint.signingRegion,
            status: response.status,
            code: ServiceError.Code(rawValue: refusal.code),
            message: refusal.message,
            requestID: response["x-amzn-RequestId"]
          )
        )
      )
    }
    let answer = UnexpectedAnswer(
      response,
      service: call.service,
      operation: call.operation,
      reason: reason,
      mayHoldSecret: call.mayHoldSecret
    )
    return .failure(.unexpected(answer))
  }

  /// Which field could not be read; never its value.
  private static func reason(for error: any Error) -> String {
    switch error {
    case DecodingError.keyNotFound(let key, _): "field \(key.stringValue) is missing"
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
      "field \(context.codingPath.map(\.stringValue).joined(separator: ".")) has an unknown form"
    case let error as MalformedAnswer: error.reason
    default: "the body cannot be read"
    }
  }

  // MARK: Waiting

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

  private func admit<Output>(_ call: Call<Output>, to bucket: Governor.Bucket) async throws(AWSError) {
    let rate = keepsRates ? RateTable.rate(of: call.operation, in: call.service).rate : nil
    do {
      try await governor.admit(bucket, rate: rate)
    } catch {
      throw .transport(.cancelled, service: call.service, operation: call.operation)
    }
  }

  private func pause<Output>(_ delay: Duration, of call: Call<Output>) async throws(AWSError) {
    do {
      try await timing.sleep(delay)
    } catch {
      throw .transport(.cancelled, service: call.service, operation: call.operation)
    }
  }

  /// `x-amz-retry-after`, in milliseconds.
  private static func retryHint(_ response: HTTPResponse) -> Duration? {
    response["x-amz-retry-after"].flatMap { Int64($0) }.flatMap { $0 >= 0 ? .milliseconds($0) : nil }
  }
}
