import Testing

@testable import Functions

struct ExternalIDTests {
  private static func id(
    _ length: Int = 24,
    logicalID: String = "ExternalIdEc2",
    key: String = "0123456789abcdef0123456789abcdef"
  ) throws -> String {
    let stack = try #require(StackARN(Surroundings.stack))
    let key = try SigningKey(version: "v", text: key)
    return ExternalID(key: key, stack: stack, logicalID: logicalID, length: length).text
  }

  /// These stand in trust policies and registrations: a change of the derivation would break every one of them.
  ///
  /// The expected ids were computed apart, by RFC 5869 alone.
  @Test(arguments: [
    ("ExternalIdEc2", "sFKJNsKkOkHyPRZvUyC5KUqP"),
    ("ExternalIdWorker", "2KySdFUa6X27priObmqAuhay"),
  ])
  func `the derivation never changes`(logicalID: String, expected: String) throws {
    #expect(try Self.id(logicalID: logicalID) == expected)
  }

  @Test(arguments: [2, 12, 24, 64, 65, 1_224])
  func `an id has its length and begins as every longer one does`(length: Int) throws {
    let id = try Self.id(length)
    #expect(id.count == length)
    #expect(id.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) })
    #expect(try Self.id(1_224).hasPrefix(id))
  }

  @Test func `another resource or another key gives another id`() throws {
    let ids = [
      try Self.id(), try Self.id(logicalID: "ExternalIdEc"), try Self.id(key: "f123456789abcdef0123456789abcdef"),
    ]
    #expect(Set(ids).count == 3)
  }

  @Test func `no letter is favoured`() throws {
    var counts: [Character: Int] = [:]
    for number in 0..<100 {
      for character in try Self.id(1_224, logicalID: "Id\(number)") { counts[character, default: 0] += 1 }
    }
    // 122,400 letters over 62: 1,974 each, with a deviation of 44.
    #expect(counts.count == 62)
    #expect(counts.values.allSatisfy { (1_754...2_194).contains($0) })
  }
}
