import FoundationEssentials
package import Transport

/// The role of a container, from the agent beside it (ECS, EKS Pod Identity).
package struct ContainerCredentials: CredentialSource {
  private static let attempts = 3

  package let name = "container"
  private let environment: ProcessEnvironment
  private let sender: HTTPSender
  private let timing: Timing

  /// Makes a source, or nil where the environment names no agent.
  package init?(environment: ProcessEnvironment, sender: HTTPSender, timing: Timing = .system) {
    let names = ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI"]
    guard names.contains(where: { environment[$0] != nil }) else { return nil }
    self.environment = environment
    self.sender = sender
    self.timing = timing
  }

  package func fetch() async throws(CredentialError) -> AWSCredentials {
    let request = try request()
    for _ in 1..<Self.attempts {
      if case .success(let credentials) = await ask(request) { return credentials }
      try await pause()
    }
    do throws(Refusal) {
      return try await ask(request).get()
    } catch {
      throw .failed(source: name, reason: error.reason)
    }
  }

  private struct Refusal: Error {
    let reason: String
  }

  private func ask(_ request: HTTPRequest) async -> Result<AWSCredentials, Refusal> {
    do throws(TransportError) {
      let response = try await sender.send(request, timeout: .seconds(2), bodyLimit: 1 << 18)
      guard response.status == 200 else {
        return .failure(Refusal(reason: "the agent answered HTTP \(response.status)"))
      }
      guard let answer = try? JSONDecoder().decode(MetadataCredentials.self, from: Data(response.body)) else {
        return .failure(Refusal(reason: "the agent answered something unexpected"))
      }
      return .success(answer.credentials)
    } catch {
      return .failure(Refusal(reason: error.sentence))
    }
  }

  /// The request as the environment asks for it; the token's file is read each time.
  func request() throws(CredentialError) -> HTTPRequest {
    var headers = [HTTPHeader("Accept", "application/json")]
    if let token = try token() {
      guard !token.utf8.contains(where: { $0 == 10 || $0 == 13 }) else {
        throw .misconfigured("the container's authorization token holds a line break")
      }
      headers.append(HTTPHeader("Authorization", token))
    }
    let (address, query) = try address()
    return HTTPRequest(
      method: "GET",
      scheme: address.scheme,
      host: address.host,
      port: address.port,
      target: (address.path.isEmpty ? "/" : address.path) + query,
      headers: headers
    )
  }

  private func token() throws(CredentialError) -> String? {
    guard let path = environment["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] else {
      return environment["AWS_CONTAINER_AUTHORIZATION_TOKEN"]
    }
    guard let token = try SmallFile.text(at: path) else {
      throw .misconfigured("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE names \(path), which is missing")
    }
    return token
  }

  private func address() throws(CredentialError) -> (EndpointOverride, query: String) {
    if let path = environment["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] {
      let (address, query) = Self.split("http://169.254.170.2\(path)")
      guard path.hasPrefix("/"), let address else {
        throw .misconfigured("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI is not a path")
      }
      return (address, query)
    }
    let (address, query) = Self.split(environment["AWS_CONTAINER_CREDENTIALS_FULL_URI"] ?? "")
    guard let address else {
      throw .misconfigured("AWS_CONTAINER_CREDENTIALS_FULL_URI is not an http or https address")
    }
    guard address.scheme == .https || Self.isLocal(address.host) else {
      throw .misconfigured(
        "AWS_CONTAINER_CREDENTIALS_FULL_URI names \(address.host) over http: only this host and the container agents may be asked so"
      )
    }
    return (address, query)
  }

  private static func split(_ uri: String) -> (EndpointOverride?, query: String) {
    let cut = uri.firstIndex(of: "?") ?? uri.endIndex
    return (EndpointOverride(String(uri[..<cut])), String(uri[cut...]))
  }

  /// Loopback, and the addresses of the ECS and EKS agents.
  private static func isLocal(_ host: String) -> Bool {
    if ["localhost", "::1", "169.254.170.2", "169.254.170.23", "fd00:ec2::23"].contains(host.lowercased()) {
      return true
    }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil } && parts[0] == "127"
  }

  private func pause() async throws(CredentialError) {
    do {
      try await timing.sleep(.seconds(1))
    } catch {
      throw .cancelled
    }
  }
}
