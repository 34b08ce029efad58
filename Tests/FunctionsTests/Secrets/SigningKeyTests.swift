import Testing

@testable import Functions

struct SigningKeyTests {
  private static func key(_ text: String = "0123456789abcdef0123456789abcdef", version: String = "v") throws
    -> SigningKey
  {
    try SigningKey(version: String(repeating: version, count: 36), text: text)
  }

  @Test func `an id is proven by its own key and fields only`() throws {
    let key = try Self.key()
    let id = key.physicalID(.registration, ["stack", "role"])
    #expect(key.proves(id, ["stack", "role"]))
    #expect(!key.proves(id, ["stack", "other"]))
    #expect(!key.proves(id, ["stackr", "ole"]))
    #expect(!key.proves(id, ["stack", "role", ""]))
    #expect(!(try Self.key(version: "w")).proves(id, ["stack", "role"]))
    #expect(!(try Self.key("another-key-another-key-another-key")).proves(id, ["stack", "role"]))
  }

  @Test func `an id of one scheme proves nothing in another`() throws {
    let key = try Self.key()
    let id = key.physicalID(.externalID, ["a"])
    #expect(!key.proves(PhysicalID(scheme: .registration, keyVersion: id.keyVersion, code: id.code), ["a"]))
  }

  @Test func `an id reads back from its text`() throws {
    let id = try Self.key().physicalID(.externalID, ["a"])
    #expect(id.text == "x1.\(String(repeating: "v", count: 36)).\(id.code)")
    #expect(PhysicalID(id.text) == id)
    #expect("\(id)" == "PhysicalID(x1)")
  }

  @Test(arguments: [
    "", "2023/01/01/[$LATEST]abc", "none", "x1.short.\(String(repeating: "a", count: 64))",
    "x2.\(String(repeating: "v", count: 36)).\(String(repeating: "a", count: 64))",
    "x1.\(String(repeating: "v", count: 36)).abc",
    "x1.\(String(repeating: "v", count: 36)).\(String(repeating: "a", count: 64)).more",
    "x1.\(String(repeating: "/", count: 36)).\(String(repeating: "a", count: 64))",
  ])
  func `a foreign id is not one of ours`(text: String) {
    #expect(PhysicalID(text) == nil)
  }

  @Test func `a code that is no number proves nothing`() throws {
    let key = try Self.key()
    let id = PhysicalID(scheme: .externalID, keyVersion: key.version, code: String(repeating: "z", count: 64))
    #expect(!key.proves(id, ["a"]))
  }

  @Test func `a key that is too short is refused`() {
    #expect(throws: SecretFault.self) { try SigningKey(version: "v", text: "short") }
  }

  @Test func `printing a key shows nothing`() throws {
    #expect("\(try Self.key())" == "SigningKey")
    #expect(String(reflecting: try Self.key()).contains("0123") == false)
  }
}
