import FoundationEssentials
import Transport

/// One call of the API, before it is known as whom and with which revision it goes out.
struct ApplianceRequest: Sendable {
  /// What is done and which role it needs, for the sentence of a refusal.
  typealias Purpose = (what: String, needs: String)

  let method: String
  /// Path and query below `/api/v1`.
  let path: String
  var contentType: String?
  var body: [UInt8] = []
  /// Whether it may go out again when nobody knows what became of it; else only where it certainly did not arrive.
  var isRepeatable = true
  var purpose: Purpose?

  static func get(_ path: String, _ purpose: Purpose) -> ApplianceRequest {
    ApplianceRequest(method: "GET", path: path, purpose: purpose)
  }

  static func form(_ path: String, _ fields: [(name: String, value: String)]) -> ApplianceRequest {
    let text = fields.map { "\($0.name)=\($0.value.percentEncoded)" }.joined(separator: "&")
    return ApplianceRequest(
      method: "POST",
      path: path,
      contentType: "application/x-www-form-urlencoded",
      body: Array(text.utf8)
    )
  }

  static func json(
    _ method: String,
    _ path: String,
    _ content: some Encodable,
    isRepeatable: Bool = true,
    _ purpose: Purpose
  ) throws -> ApplianceRequest {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return ApplianceRequest(
      method: method,
      path: path,
      contentType: "application/json",
      body: Array(try encoder.encode(content)),
      isRepeatable: isRepeatable,
      purpose: purpose
    )
  }
}
