import FoundationEssentials

/// One operation of the appliance: where it is, who may call it, what it does.
struct ApplianceRoute: Sendable {
  enum Permission: Sendable {
    /// No token, no version.
    case anyone

    /// A version, but no token.
    case versioned
    case signedIn
    case portalOperator
    case portalAdministrator
  }

  typealias Handler = @Sendable (isolated ApplianceService, ApplianceCall) async throws -> LoopbackReply

  let method: String

  /// The path below `/api/v1`, with `{name}` for what varies.
  let template: String
  let permission: Permission

  /// The revisions that know the path.
  let revisions: ClosedRange<ApplianceRevision>
  let handler: Handler

  /// `METHOD /path`, the name faults go by.
  var name: String { "\(method) \(template)" }

  init(
    _ method: String,
    _ template: String,
    _ permission: Permission,
    since: ApplianceRevision = .init(minor: 0),
    until: ApplianceRevision = .init(minor: .max, revision: .max),
    handler: @escaping Handler
  ) {
    self.method = method
    self.template = template
    self.permission = permission
    self.revisions = since...until
    self.handler = handler
  }

  /// The decoded values of the template's names, or nil when `segments` is another path.
  func match(_ segments: [Substring]) -> [String: String]? {
    let pattern = template.split(separator: "/")
    guard pattern.count == segments.count else { return nil }
    var parameters: [String: String] = [:]
    for (expected, given) in zip(pattern, segments) {
      if expected.hasPrefix("{") {
        parameters[String(expected.dropFirst().dropLast())] = FormEncoding.decoded(given)
      } else if expected.lowercased() != given.lowercased() {
        return nil
      }
    }
    return parameters
  }

  /// The number of fixed segments: `/users/validateName` goes before `/users/{userId}`.
  var precision: Int { template.split(separator: "/").count { !$0.hasPrefix("{") } }
}
