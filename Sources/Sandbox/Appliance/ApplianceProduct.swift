/// A release of the product and the revisions its API accepts.
///
/// Documented windows up to 8.0; 9 and later name only the revision they introduced, and the window is inferred from its
/// usual width of about four values. Source: REST API versioning pages of products 2.0 to 10 (read 2026-11).
package struct ApplianceProduct: Hashable, Sendable {
  package let name: String
  package let build: String
  package let revisions: [ApplianceRevision]

  package init(name: String, build: String, revisions: [ApplianceRevision]) {
    self.name = name
    self.build = build
    self.revisions = revisions
  }

  package static let two = ApplianceProduct(name: "2.0", build: "2.0.0.1", revisions: minors(0...0))
  package static let five = ApplianceProduct(name: "5.0", build: "5.0.0.1", revisions: minors(0...3))
  package static let seven = ApplianceProduct(
    name: "7.0",
    build: "7.0.0.1",
    revisions: minors(3...5) + [ApplianceRevision(minor: 5, revision: 1)]
  )
  package static let eight = ApplianceProduct(
    name: "8.0",
    build: "8.0.0.1",
    revisions: minors(4...5) + [ApplianceRevision(minor: 5, revision: 1)] + minors(6...6)
  )
  package static let nine = ApplianceProduct(
    name: "9",
    build: "9.0.0.1",
    revisions: minors(5...5) + [ApplianceRevision(minor: 5, revision: 1)] + minors(6...7)
  )
  package static let ten = ApplianceProduct(name: "10", build: "10.0.0.232", revisions: minors(6...8))
  package static let eleven = ApplianceProduct(name: "11", build: "11.0.0.1", revisions: minors(7...9))

  private static func minors(_ range: ClosedRange<Int>) -> [ApplianceRevision] {
    range.map { ApplianceRevision(minor: $0) }
  }
}
