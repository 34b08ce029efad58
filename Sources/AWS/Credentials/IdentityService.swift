import FoundationEssentials
import Transport

/// Speaks unsigned REST JSON with one of the services that identify people.
struct IdentityService: Sendable {
  /// Waits before the second and the third attempt.
  private static let pauses: [Duration] = [.milliseconds(200), .seconds(1)]

  private let endpoint: Endpoint
  private let sender: HTTPSender
  private let timing: Timing

  init(
    _ service: Service,
    region: String,
    settings: AWSSettings,
    sender: HTTPSender,
    timing: Timing
  ) throws(CredentialError) {
    do throws(AWSError) {
      endpoint = try EndpointResolver(settings: settings).endpoint(for: service, region: region)
    } catch {
      throw .misconfigured(error.sentence)
    }
    self.sender = sender
    self.timing = timing
  }

  /// The whole address of a path, as proofs name it.
  func url(_ path: String) -> String {
    let request = request("POST", path, headers: [])
    return "\(request.scheme.rawValue)://\(request.authority)\(request.target)"
  }

  /// Reads a resource.
  func get<Answer: Decodable>(
    _ path: String,
    query: [(name: String, value: String)],
    headers: [HTTPHeader]
  ) async throws(IdentityFailure) -> Answer {
    let text = query.map { "\($0.name)=\($0.value.percentEncoded)" }.joined(separator: "&")
    return try await retrying { () async throws(IdentityFailure) in
      try await answer(to: request("GET", "\(path)?\(text)", headers: headers))
    }
  }

  /// Posts `input` as JSON.
  ///
  /// `headers` are made anew for each attempt: a proof of possession must not repeat.
  func post<Answer: Decodable>(
    _ path: String,
    _ input: some Encodable,
    headers: () throws(IdentityFailure) -> [HTTPHeader] = { () throws(IdentityFailure) in [] }
  ) async throws(IdentityFailure) -> Answer {
    let body: [UInt8]
    do {
      body = try Array(JSONEncoder().encode(input))
    } catch {
      throw .unusable(reason: "the request cannot be written as JSON")
    }
    return try await retrying { () async throws(IdentityFailure) in
      let all = [HTTPHeader("Content-Type", "application/json")] + (try headers())
      return try await answer(to: request("POST", path, headers: all, body: body))
    }
  }

  /// Tries again what is worth it: lost connections, 429 and 5xx.
  private func retrying<Answer>(
    _ attempt: () async throws(IdentityFailure) -> Answer
  ) async throws(IdentityFailure) -> Answer {
    for pause in Self.pauses {
      do throws(IdentityFailure) {
        return try await attempt()
      } catch {
        guard error.isTransient else { throw error }
      }
      do {
        try await timing.sleep(pause)
      } catch {
        throw .unreachable(.cancelled)
      }
    }
    return try await attempt()
  }

  private func answer<Answer: Decodable>(to request: HTTPRequest) async throws(IdentityFailure) -> Answer {
    let response: HTTPResponse
    do throws(TransportError) {
      response = try await sender.send(request, timeout: .seconds(30), bodyLimit: 1 << 20)
    } catch {
      throw .unreachable(error)
    }
    guard (200..<300).contains(response.status) else { throw IdentityFailure(response) }
    do {
      return try JSONDecoder().decode(Answer.self, from: Data(response.body))
    } catch {
      throw .unusable(reason: "\(endpoint.host) answered something unexpected (HTTP \(response.status))")
    }
  }

  private func request(
    _ method: String,
    _ target: String,
    headers: [HTTPHeader],
    body: [UInt8] = []
  ) -> HTTPRequest {
    HTTPRequest(
      method: method,
      scheme: endpoint.scheme,
      host: endpoint.host,
      port: endpoint.port,
      target: endpoint.path + target,
      headers: headers,
      body: body
    )
  }
}
