import FoundationEssentials
import Transport

/// Why a service that identifies people gave no answer that can be used.
enum IdentityFailure: Error, Hashable, Sendable {
  /// The service said no: its error's name where it gave one, and the word some of them add in `error`.
  case refused(status: Int, code: String?, word: String?)
  case unreachable(TransportError)
  case unusable(reason: String)

  /// Reads an error answer; the text for people stays out, since it may repeat what was sent.
  init(_ response: HTTPResponse) {
    let body = try? JSONDecoder().decode(JSONValue.self, from: Data(response.body))
    let name = response["x-amzn-errortype"] ?? body?["__type"]?.text ?? body?["code"]?.text
    let word = body?["error"]?.text
    // `Code:http://…` in the header, `namespace#Code` in the body.
    let code = name.flatMap { $0.split(separator: ":").first?.split(separator: "#").last }.map(String.init)
    self = .refused(status: response.status, code: code ?? word.map(Self.code(of:)), word: word)
  }

  /// Whether another attempt may help.
  var isTransient: Bool {
    switch self {
    case .refused(let status, let code, _): (status == 429 || status >= 500) && code != "SlowDownException"
    case .unreachable(let error): error.isTransient
    case .unusable: false
    }
  }

  /// What happened, for a person.
  var reason: String {
    switch self {
    case .refused(let status, let code?, _): "refused with \(code) (HTTP \(status))"
    case .refused(let status, nil, _): "refused with HTTP \(status)"
    case .unreachable(let error): error.sentence
    case .unusable(let reason): reason
    }
  }

  /// The name of an error that is told only as an OAuth word: `slow_down` is `SlowDownException`.
  private static func code(of word: String) -> String {
    word.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst().lowercased() }.joined() + "Exception"
  }
}
