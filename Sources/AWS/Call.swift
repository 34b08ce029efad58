package import Transport

/// One operation of a service, ready for the wire, with the way to read its answer.
package struct Call<Output: Sendable>: Sendable {
  package let service: Service
  package let operation: String
  package var method = "POST"
  /// Path and query, percent-encoded, beginning with `/`; an endpoint's own path comes before it.
  package var target = "/"
  package var headers: [HTTPHeader] = []
  package var body: [UInt8] = []
  /// Nil: the region of the settings.
  package var region: String?
  package var isSigned = true
  /// Attempts, the first included; nil: as the settings say.
  package var maxAttempts: Int?
  /// Time for one attempt, where the usual one is not enough.
  package var attemptLimit: Duration?
  /// Whether it may be sent again when an earlier attempt may have been carried out already.
  package var isRepeatable = true
  /// The bucket it is about; names a host of its own, or stands first in the path.
  package var bucket: String?
  /// The answer may hold a secret, so that no part of it goes into an error.
  package var mayHoldSecret = false
  /// Reads a 2xx answer.
  package let decode: @Sendable (HTTPResponse) throws -> Output
  /// Reads any other; nil where the body is none of the service's.
  package let decodeRefusal: @Sendable (HTTPResponse) -> Refusal?

  /// Code and text of a refusal, as the protocol carries them.
  package struct Refusal: Hashable, Sendable {
    package let code: String
    package let message: String

    package init(code: String, message: String) {
      self.code = code
      self.message = message
    }
  }

  package init(
    _ service: Service,
    _ operation: String,
    decode: @escaping @Sendable (HTTPResponse) throws -> Output,
    decodeRefusal: @escaping @Sendable (HTTPResponse) -> Refusal?
  ) {
    self.service = service
    self.operation = operation
    self.decode = decode
    self.decodeRefusal = decodeRefusal
  }

  /// The request as it goes to `endpoint`, unsigned.
  ///
  /// A bucket whose name has a dot stands in the path even where hosts are made from names: a wildcard certificate covers
  /// one label only.
  func request(to endpoint: Endpoint) -> HTTPRequest {
    var host = endpoint.host
    var path = endpoint.path
    if let bucket {
      if endpoint.takesBucketHosts, !bucket.contains(".") {
        host = "\(bucket).\(host)"
      } else {
        path += "/\(bucket.percentEncoded)"
      }
    }
    return HTTPRequest(
      method: method,
      scheme: endpoint.scheme,
      host: host,
      port: endpoint.port,
      target: path + target,
      headers: headers,
      body: body
    )
  }
}
