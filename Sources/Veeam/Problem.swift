import FoundationEssentials

/// An error as the appliance words it.
///
/// Beside the API's own object (`details`, in the plural) this reads RFC 9457's `detail` and the forms of the ASP.NET libraries
/// below: `{"error": {"code", "message"}}` and a problem with a `code`.
struct Problem: Decodable, Equatable {
  /// What `type` or `code` end in: `accessDenied`, `unsupportedApiVersion`; in lower case.
  let name: String
  /// Title and details, as far as they are there.
  let message: String

  private enum CodingKeys: String, CodingKey {
    case type
    case title
    case details
    case detail
    case code
    case errorCode
    case error
  }

  private struct Inner: Decodable {
    let code: String?
    let message: String?
  }

  /// Nil unless the body is a JSON object.
  init?(body: [UInt8]) {
    guard let problem = try? JSONDecoder().decode(Problem.self, from: Data(body)) else { return nil }
    self = problem
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func text(_ key: CodingKeys) -> String? { (try? container.decodeIfPresent(String.self, forKey: key)) ?? nil }
    let inner = (try? container.decodeIfPresent(Inner.self, forKey: .error)) ?? nil
    let type = text(.type)?.split { "/#".contains($0) }.last.map(String.init)
    name = (inner?.code ?? text(.code) ?? type ?? text(.errorCode) ?? "").lowercased()
    let details = text(.details) ?? text(.detail) ?? inner?.message
    message = [text(.title), details].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: ": ")
  }

  /// Whether another value of `x-api-version` may help.
  var isAboutVersion: Bool {
    [
      "apiversionunspecified", "unsupportedapiversion", "invalidapiversion", "ambiguousapiversion",
      // The newer library's problem pages: https://docs.api-versioning.org/problems#…
      "unspecified", "unsupported", "invalid", "ambiguous",
    ].contains(name)
  }

  var isAboutLicenceTerms: Bool { name == "licenseagreementsisnotaccepted" }
}
