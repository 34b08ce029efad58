import Transport

extension Call {
  /// What `response` says: the output, a refusal, or nothing that could be understood.
  func read(_ response: HTTPResponse, region: String) -> Result<Output, AWSError> {
    guard (200..<300).contains(response.status) else { return .failure(refusal(in: response, region: region)) }
    do {
      return .success(try decode(response))
    } catch {
      return .failure(unexpected(response, reason: Self.reason(for: error)))
    }
  }

  private func refusal(in response: HTTPResponse, region: String) -> AWSError {
    guard let refusal = decodeRefusal(response) else {
      return unexpected(response, reason: "not an answer of the service")
    }
    let error = ServiceError(
      service: service,
      operation: operation,
      region: region,
      status: response.status,
      code: ServiceError.Code(rawValue: refusal.code),
      message: refusal.message,
      requestID: response["x-amzn-RequestId"] ?? response["x-amz-request-id"]
    )
    return .refused(error)
  }

  private func unexpected(_ response: HTTPResponse, reason: String) -> AWSError {
    .unexpected(
      UnexpectedAnswer(
        response,
        service: service,
        operation: operation,
        reason: reason,
        mayHoldSecret: mayHoldSecret
      )
    )
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
}
