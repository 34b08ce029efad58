/// One message of a validation call, whose status is always 200.
struct ValidationMessage: Decodable, Sendable {
  let message: String
  private let severity: String?

  /// Nothing that stands in the way.
  var isWarning: Bool { severity?.lowercased() == "warning" }

  private enum CodingKeys: String, CodingKey {
    case message
    case severity
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    message = try container.decodeIfPresent(String.self, forKey: .message) ?? "no reason given"
    severity = try container.decodeIfPresent(String.self, forKey: .severity)
  }
}

/// How a refusal says that a role cannot be assumed.
///
/// Neither status nor text is documented, so any of the words that AWS and appliances use for it will do; a wrong guess
/// only costs a few more attempts.
enum AssumeRefusal {
  private static let words = ["assum", "accessdenied", "access denied", "sts:", "not authorized", "trust"]

  static func isMeant(by message: String) -> Bool {
    let text = message.lowercased()
    return words.contains { text.contains($0) }
  }
}
