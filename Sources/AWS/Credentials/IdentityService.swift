import FoundationEssentials
import Transport

/// Speaks unsigned REST JSON with one of the services that identify people.
struct IdentityService: Sendable {
  /// Waits before the second and the third attempt.
  private static let pauses: [Duration] = [.milliseconds(200), .seconds(1)]

  let address: ServiceAddress
  private let sender: HTTPSender
  private let clock: WallClock

  init(
    _ endpoint: IdentityEndpoint,
    region: String,
    settings: AWSSettings,
    sender: HTTPSender,
    clock: WallClock
  ) throws(CredentialError) {
    address = try endpoint.address(region: region, settings: settings)
    self.sender = sender
    self.clock = clock
  }

  /// Reads a resource.
  func get<Answer: Decodable>(
    _ path: String,
    query: [(name: String, value: String)],
    headers: [HTTPHeader]
  ) async throws(IdentityFailure) -> Answer {
    let text = query.map { "\($0.name)=\(Self.encoded($0.value))" }.joined(separator: "&")
    return try await retrying { () async throws(IdentityFailure) in
      try await answer(to: address.request("GET", "\(path)?\(text)", headers: headers))
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
      return try await answer(to: address.request("POST", path, headers: all, body: body))
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
        try await clock.sleep(for: pause)
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
      throw .unusable(reason: "\(address.host) answered something unexpected (HTTP \(response.status))")
    }
  }

  /// RFC 3986: everything but the unreserved characters.
  private static func encoded(_ text: String) -> String {
    var encoded = ""
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
        UInt8(ascii: "~"):
        encoded.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        encoded += (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
      }
    }
    return encoded
  }
}
