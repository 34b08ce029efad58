import Transport

extension ApplianceError {
  /// What of an unintelligible answer is shown.
  private static let beginningLimit = 120

  /// What a transport error means here; a cancellation stays one.
  static func cause(_ error: TransportError) -> any Error {
    switch error {
    case .cancelled: CancellationError()
    case .certificateRefused(let host, let presented): Self.certificateRefused(host: host, presented: presented)
    case .timedOut, .unreachable, .broken, .tooLarge, .redirected, .authoritiesUnreadable, .proxyMalformed:
      Self.unreachable(error)
    }
  }

  /// Why an answer is no success.
  ///
  /// - Parameters:
  ///   - response: An answer whose status is not 2xx.
  ///   - call: What was asked, and the role it needs.
  init(_ response: HTTPResponse, call: (what: String, needs: String)? = nil) {
    let problem = Problem(body: response.body)
    self =
      switch (response.status, problem, call) {
      case (_, let problem?, _) where problem.isAboutLicenceTerms: .licenceTermsNotAccepted
      case (403, _, let call?): .forbidden(what: call.what, needs: call.needs)
      case (502...504, _, _): .unavailable(status: response.status)
      case (let status, let problem?, _) where !problem.message.isEmpty:
        .refused(status: status, problem: problem.name, message: problem.message)
      default: .unexpected(response)
      }
  }

  /// An answer that is not the API's.
  static func unexpected(_ response: HTTPResponse) -> ApplianceError {
    let words = String(decoding: response.body.prefix(4 * beginningLimit), as: UTF8.self)
      .split { $0.isWhitespace || $0.unicodeScalars.contains { $0.properties.generalCategory == .control } }
    let beginning = String(words.joined(separator: " ").prefix(beginningLimit))
    return .unexpected(status: response.status, beginning: beginning)
  }
}
