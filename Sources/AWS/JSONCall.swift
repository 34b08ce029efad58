import FoundationEssentials
package import Transport

extension Call {
  /// An operation of a service that speaks AWS JSON.
  ///
  /// - Parameters:
  ///   - service: The service.
  ///   - operation: Its name on the wire.
  ///   - prefix: What stands before it in `X-Amz-Target`.
  ///   - version: Of the protocol; SQS alone has 1.0.
  ///   - input: The body; an empty one is still `{}`.
  /// - Returns: The call, signed unless changed.
  /// - Throws: ``AWSError/misconfigured(_:)`` for an input that is no JSON.
  static func json(
    _ service: Service,
    _ operation: String,
    prefix: String,
    version: String = "1.1",
    input: some Encodable
  ) throws(AWSError) -> Call where Output: Decodable {
    var call = Call(service, operation, decode: JSONAnswer.decode, decodeRefusal: JSONAnswer.refusal)
    call.headers = [
      HTTPHeader("Content-Type", "application/x-amz-json-\(version)"),
      HTTPHeader("X-Amz-Target", "\(prefix).\(operation)"),
    ]
    call.body = try JSONBody.encode(input, service: service, operation: operation)
    return call
  }
}

/// Reads the answers of AWS JSON services.
package enum JSONAnswer {
  /// Times are seconds since 1970, with a fraction or an exponent where the service likes.
  package static func decode<Output: Decodable>(_ response: HTTPResponse) throws -> Output {
    guard isJSON(response) else { throw MalformedAnswer("JSON was expected") }
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .secondsSince1970
    do {
      return try decoder.decode(Output.self, from: Data(response.body))
    } catch DecodingError.dataCorrupted {
      throw MalformedAnswer("the JSON is broken or cut off")
    }
  }

  /// Code and text: `__type` (perhaps `namespace#Code`), else the header `x-amzn-errortype` (perhaps `Code:http://…`).
  package static func refusal<Output>(_ response: HTTPResponse) -> Call<Output>.Refusal? {
    guard isJSON(response) || response.body.isEmpty else { return nil }
    let body = try? JSONDecoder().decode(Body.self, from: Data(response.body))
    guard let type = body?.type ?? response["x-amzn-errortype"] ?? body?.code, !type.isEmpty else { return nil }
    let local = type.split(separator: "#").last ?? type[...]
    let code = local.split(separator: ":").first ?? local
    return Call<Output>.Refusal(code: String(code), message: body?.message ?? body?.capitalizedMessage ?? "")
  }

  /// Told by the body, not by its label: proxies and emulators mislabel.
  private static func isJSON(_ response: HTTPResponse) -> Bool {
    response.body.first { $0 != 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09 } == UInt8(ascii: "{")
  }

  private struct Body: Decodable {
    let type: String?
    let code: String?
    let message: String?
    let capitalizedMessage: String?

    enum CodingKeys: String, CodingKey {
      case type = "__type"
      case code
      case message
      case capitalizedMessage = "Message"
    }
  }
}
