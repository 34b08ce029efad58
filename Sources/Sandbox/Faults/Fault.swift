/// One thing that goes wrong on purpose: `SERVICE[.Operation]=KIND[@N]`.
package struct Fault: Hashable, Sendable {
  package enum Kind: String, Sendable, CaseIterable {
    /// The service's own throttling error.
    case throttle
    /// The service's own internal error, status 500.
    case internalError = "500"
    /// Status 503 with a load balancer's page.
    case html503
    /// The connection is reset in the middle of the body.
    case reset
    /// The first byte comes after ``SandboxOptions/slowness``.
    case slow
    /// A complete answer whose body ends in the middle.
    case truncate
    /// A proxy's page instead of the answer, status 200.
    case type
    /// The page token is refused; calls without one do not count.
    case token
    /// The credentials are said to have expired.
    case expire
    /// The server's clock is ten minutes ahead.
    case skew
  }

  /// The places that can fail.
  package static let services = AWSService.all.map(\.name) + ["appliance", "identity"]

  package let service: String
  /// Nil strikes every operation of the service.
  package let operation: String?
  package let kind: Kind
  /// Which matching call is struck, counted from 1; nil strikes each.
  package let occurrence: Int?

  package init(service: String, operation: String? = nil, kind: Kind, occurrence: Int? = nil) {
    self.service = service
    self.operation = operation
    self.kind = kind
    self.occurrence = occurrence
  }

  /// Reads what stood behind `--fault`.
  ///
  /// - Parameter text: `SERVICE[.Operation]=KIND[@N]`.
  /// - Throws: ``SandboxError/fault(_:why:)`` that names the part nobody knows.
  package init(parsing text: String) throws(SandboxError) {
    func refuse(_ why: String) -> SandboxError { .fault(text, why: why) }
    let sides = text.split(separator: "=", omittingEmptySubsequences: false)
    guard sides.count == 2 else { throw refuse("one '=' is expected between place and kind") }
    let place = sides[0].split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard Self.services.contains(place[0].lowercased()) else {
      throw refuse("no service '\(place[0])'; there are \(Self.services.joined(separator: ", "))")
    }
    if place.count == 2 {
      let known = Self.operations(of: place[0].lowercased())
      guard known.contains(place[1]) else {
        throw refuse("no operation '\(place[1])' of \(place[0]); there are \(known.sorted().joined(separator: ", "))")
      }
    }
    let what = sides[1].split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard let kind = Kind(rawValue: what[0]) else {
      let kinds = Kind.allCases.map(\.rawValue).joined(separator: ", ")
      throw refuse("no kind '\(what[0])'; there are \(kinds)")
    }
    var occurrence: Int?
    if what.count == 2 {
      guard let number = Int(what[1]), number > 0 else {
        throw refuse("'\(what[1])' behind '@' is no number from 1 on")
      }
      occurrence = number
    }
    self.init(
      service: place[0].lowercased(),
      operation: place.count == 2 ? place[1] : nil,
      kind: kind,
      occurrence: occurrence
    )
  }
}
