import Transport

/// Sends single requests to an appliance, and again on faults that pass.
struct ApplianceConnection: Sendable {
  private static let attemptLimit = Duration.seconds(30)
  private static let operationLimit = Duration.seconds(120)

  /// When nothing listens, waiting for long seldom helps, and each attempt may take the whole connect time-out.
  private static let attemptsIfUnreachable = 3

  let address: ApplianceAddress
  let sender: HTTPSender
  let retrier: Retrier
  /// Shows the waits between attempts.
  let governor: Governor?

  /// Sends one call; every answer that is not a passing fault is the caller's to judge.
  ///
  /// - Throws: ``ApplianceError``, or `CancellationError`.
  func send(_ call: ApplianceRequest, version: APIVersion, token: String? = nil) async throws -> HTTPResponse {
    var headers = [HTTPHeader("Accept", "application/json"), HTTPHeader("x-api-version", version.rawValue)]
    if let token { headers.append(HTTPHeader("Authorization", "Bearer \(token)")) }
    if let type = call.contentType { headers.append(HTTPHeader("Content-Type", type)) }
    let request = HTTPRequest(
      method: call.method,
      scheme: .https,
      host: address.origin.host,
      port: address.origin.port,
      target: "/api/v1\(call.path)",
      headers: headers,
      body: call.body
    )
    return try await retrier.run(.reads, within: Self.operationLimit, wait: wait) { number, left in
      let response: HTTPResponse
      do throws(TransportError) {
        response = try await sender.send(request, timeout: min(Self.attemptLimit, left))
      } catch {
        let mayRepeat = error.isUnreachable ? number + 1 < Self.attemptsIfUnreachable : call.isRepeatable
        guard error.isTransient, mayRepeat else { throw ApplianceError.cause(error) }
        return .failed(ApplianceError.cause(error), .transient)
      }
      switch response.status {
      case 429: return .failed(ApplianceError(response), .throttle)
      case 500, 502, 503, 504:
        guard call.isRepeatable else { return .done(response) }
        return .failed(ApplianceError(response), .transient)
      default: return .done(response)
      }
    }
  }

  private var wait: (@Sendable (Duration) async throws -> Void)? {
    guard let governor else { return nil }
    let bucket = Governor.Bucket(account: address.description, service: "appliance", group: "")
    return { try await governor.backOff(bucket, for: $0) }
  }
}

extension TransportError {
  fileprivate var isUnreachable: Bool {
    if case .unreachable = self { true } else { false }
  }
}
