import AWS
import Transport

extension Call {
  /// An operation of a service that speaks the Query protocol.
  ///
  /// - Parameters:
  ///   - service: The service.
  ///   - operation: Its name, the form's action.
  ///   - form: The body.
  ///   - result: Reads the element `<operation>Result`.
  /// - Returns: The call, signed unless changed.
  static func query(
    _ service: Service,
    _ operation: String,
    form: QueryForm,
    result: @escaping @Sendable (AnswerElement) throws -> Output
  ) -> Call {
    var call = Call(
      service,
      operation,
      decode: { response in try result(QueryAnswer.result(of: operation, in: response)) },
      decodeRefusal: QueryAnswer.refusal
    )
    call.headers = [HTTPHeader("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")]
    call.body = form.body
    return call
  }
}

/// Reads the answers of Query services.
enum QueryAnswer {
  /// `<OpResponse><OpResult>…</OpResult>…</OpResponse>`; an operation without output has no result element.
  static func result(of operation: String, in response: HTTPResponse) throws -> AnswerElement {
    let root = try AnswerElement(parsing: response.body)
    guard root.name == "\(operation)Response" else { throw MalformedAnswer("<\(operation)Response> was expected") }
    return root["\(operation)Result"] ?? root
  }

  /// `<ErrorResponse><Error><Code/><Message/></Error></ErrorResponse>`, or the same around fewer elements, as services
  /// and emulators have it.
  static func refusal<Output>(_ response: HTTPResponse) -> Call<Output>.Refusal? {
    guard let root = try? AnswerElement(parsing: response.body) else { return nil }
    let error = root["Error"] ?? root["Errors"]?["Error"] ?? root
    guard let code = error.string("Code") else { return nil }
    return Call<Output>.Refusal(code: code, message: error.string("Message") ?? "")
  }
}
