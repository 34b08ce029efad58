import FoundationEssentials
package import Transport

/// The role of an EC2 instance, from its metadata service, version 2.
///
/// There is no way back to version 1: it would hand the keys to whoever makes the instance send a plain GET.
package struct InstanceMetadataCredentials: CredentialSource {
  private static let path = "/latest/meta-data/iam/security-credentials/"

  package let name = "EC2 instance metadata"
  private let address: EndpointOverride
  private let timeout: Duration
  private let attempts: Int
  private let sender: HTTPSender
  private let timing: Timing
  private let warn: @Sendable (String) -> Void

  /// Makes a source, or nil where the environment switches it off.
  package init?(
    environment: ProcessEnvironment,
    sender: HTTPSender,
    timing: Timing = .system,
    warn: @escaping @Sendable (String) -> Void = { _ in }
  ) throws(CredentialError) {
    if environment["AWS_EC2_METADATA_DISABLED"]?.lowercased() == "true" { return nil }
    let isIPv6 = environment["AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE"]?.lowercased() == "ipv6"
    let standard = isIPv6 ? "http://[fd00:ec2::254]" : "http://169.254.169.254"
    guard let address = EndpointOverride(environment["AWS_EC2_METADATA_SERVICE_ENDPOINT"] ?? standard) else {
      throw .misconfigured("AWS_EC2_METADATA_SERVICE_ENDPOINT is not an http or https address")
    }
    self.address = address
    timeout = .seconds(try Self.count("AWS_METADATA_SERVICE_TIMEOUT", environment))
    attempts = try Self.count("AWS_METADATA_SERVICE_NUM_ATTEMPTS", environment)
    self.sender = sender
    self.timing = timing
    self.warn = warn
  }

  /// Fetches the role's credentials.
  ///
  /// - Throws: ``CredentialError/none(tried:)`` when there is no metadata service, or no role on the instance.
  package func fetch() async throws(CredentialError) -> AWSCredentials {
    let token = try await token()
    let list = try await read(Self.path, token: token)
    guard let role = list.split(whereSeparator: \.isNewline).first?.trimmed, Self.isRoleName(role) else {
      throw .none(tried: [name])
    }
    let text = try await read(Self.path + role, token: token)
    guard let answer = try? JSONDecoder().decode(MetadataCredentials.self, from: Data(text.utf8)) else {
      let code = (try? JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)))?["Code"]?.text
      throw .failed(source: name, reason: "no credentials for the role \(role)" + (code.map { " (\($0))" } ?? ""))
    }
    guard answer.end <= timing.now() else { return answer.credentials }
    // The service may be late: AWS then still takes the old keys for a while ("static stability", SDK reference guide).
    warn("the instance's credentials have expired and the metadata service has no new ones yet")
    return answer.credentials(until: timing.now().addingTimeInterval(.random(in: 5 * 60...15 * 60)))
  }

  private func token() async throws(CredentialError) -> String {
    let request = request("PUT", "/latest/api/token", HTTPHeader("x-aws-ec2-metadata-token-ttl-seconds", "21600"))
    // Elsewhere than on EC2 nothing answers here, or something else does.
    guard let response = await send(request), response.status == 200 else { throw .none(tried: [name]) }
    return String(decoding: response.body, as: UTF8.self)
  }

  private func read(_ target: String, token: String) async throws(CredentialError) -> String {
    let request = request("GET", target, HTTPHeader("x-aws-ec2-metadata-token", token))
    guard let response = await send(request) else { throw .failed(source: name, reason: "no answer in time") }
    switch response.status {
    case 200: return String(decoding: response.body, as: UTF8.self)
    case 404: throw .none(tried: [name])
    default: throw .failed(source: name, reason: "the metadata service answered HTTP \(response.status)")
    }
  }

  private func send(_ request: HTTPRequest) async -> HTTPResponse? {
    for _ in 1...attempts {
      if let response = try? await sender.send(request, timeout: timeout, bodyLimit: 1 << 18), response.status < 500 {
        return response
      }
    }
    return nil
  }

  private func request(_ method: String, _ target: String, _ header: HTTPHeader) -> HTTPRequest {
    HTTPRequest(
      method: method,
      scheme: address.scheme,
      host: address.host,
      port: address.port,
      target: address.path + target,
      headers: [header]
    )
  }

  private static func isRoleName(_ text: Substring) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { $0 > 32 && $0 < 127 && !"/?#%".utf8.contains($0) }
  }

  private static func count(_ variable: String, _ environment: ProcessEnvironment) throws(CredentialError) -> Int {
    guard let text = environment[variable] else { return 1 }
    guard let count = Int(text), (1...60).contains(count) else {
      throw .misconfigured("\(variable) is \(text): expected a number from 1 to 60")
    }
    return count
  }
}
