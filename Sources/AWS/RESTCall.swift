import FoundationEssentials
import Transport

extension Call {
  /// An operation of a service that speaks REST-JSON: its name is in method and path.
  ///
  /// - Parameters:
  ///   - service: The service.
  ///   - operation: Its name, for sentences and rates.
  ///   - method: The HTTP method.
  ///   - path: Begins with `/`; what stands in it for a name is percent-encoded already.
  ///   - query: In this order; a nil value leaves the name out.
  ///   - input: The body, where there is one.
  /// - Returns: The call, signed unless changed.
  /// - Throws: ``AWSError/misconfigured(_:)`` for an input that is no JSON.
  static func rest(
    _ service: Service,
    _ operation: String,
    method: String = "GET",
    path: String,
    query: [(name: String, value: String?)] = [],
    input: (some Encodable)? = String?.none
  ) throws(AWSError) -> Call where Output: Decodable {
    var call = Call(service, operation, decode: JSONAnswer.decode, decodeRefusal: JSONAnswer.refusal)
    call.method = method
    call.target = path + percentEncodedQuery(query)
    guard let input else { return call }
    call.headers = [HTTPHeader("Content-Type", "application/json")]
    call.body = try JSONBody.encode(input, service: service, operation: operation)
    return call
  }
}

/// `?a=1&b=2`, percent-encoded; empty where there are no values.
package func percentEncodedQuery(_ query: [(name: String, value: String?)]) -> String {
  let pairs = query.compactMap { name, value in value.map { "\(name.percentEncoded)=\($0.percentEncoded)" } }
  return pairs.isEmpty ? "" : "?" + pairs.joined(separator: "&")
}

/// Writes the bodies of JSON services.
enum JSONBody {
  static func encode(
    _ input: some Encodable,
    service: Service,
    operation: String
  ) throws(AWSError) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return Array(try encoder.encode(input))
    } catch {
      throw .misconfigured("the input of \(service.name) \(operation) is no JSON")
    }
  }
}
