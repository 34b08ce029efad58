import Fleet
import Testing

/// The mark in a registration's description.
@Suite struct MarkTests {
  private static let digest = "0123456789abcdef0123456789abcdef"
  private static let other = "fedcba9876543210fedcba9876543210"
  private static let mark = RoleRegistration.Mark(organization: "o-example", stackDigest: digest)

  @Test(arguments: [
    ("", "rolecall/1 o-example \(digest)"),
    ("rolecall/1 o-example \(other)", "rolecall/1 o-example \(digest)"),
    ("rolecall/1 o-other \(other) released", "rolecall/1 o-example \(digest)"),
    ("rolecall/1 o-example \(digest) billed to Ann", "rolecall/1 o-example \(digest) billed to Ann"),
    ("made by Ann", "rolecall/1 o-example \(digest) made by Ann"),
    ("released to Ann", "rolecall/1 o-example \(digest) - released to Ann"),
  ])
  func `a mark replaces another and keeps what people wrote`(old: String, new: String) {
    #expect(Self.mark.description(keeping: old) == new)
    #expect(RoleRegistration.Mark(description: new) == Self.mark)
  }

  @Test func `a released mark is told, and its note too`() {
    var released = Self.mark
    released.isReleased = true
    let text = released.description(keeping: "rolecall/1 o-example \(Self.digest) billed to Ann")
    #expect(text == "rolecall/1 o-example \(Self.digest) released billed to Ann")
    #expect(RoleRegistration.Mark(description: text) == released)
  }

  @Test(arguments: ["", "made by Ann", "rolecall/2 o-example \(digest)", "rolecall/1 o-example 0123", "rolecall/1"])
  func `another description carries no mark`(text: String) {
    #expect(RoleRegistration.Mark(description: text) == nil)
  }

  @Test func `a long note is cut where appliances cut`() {
    let text = Self.mark.description(keeping: String(repeating: "x", count: 300))
    #expect(text.unicodeScalars.count == 255)
  }
}
