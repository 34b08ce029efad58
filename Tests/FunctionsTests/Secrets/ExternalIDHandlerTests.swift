import Sandbox
import TestSupport
import Testing

@testable import Functions

struct ExternalIDHandlerTests {
  @Test func `every request about a resource gets the same answer`() async throws {
    let created = try await Self.answers([.externalID()])
    let answer = try #require(created.first)
    #expect(answer.status == "SUCCESS")
    #expect(answer.attributes?["RandomExtId"]?.count == 24)
    #expect(answer.physicalID.hasPrefix("x1.\(Surroundings.keyVersion)."))
    let later = try await Self.answers([
      .externalID(), .externalID("Update", physicalID: answer.physicalID),
    ])
    #expect(later.map(\.attributes) == [answer.attributes, answer.attributes])
    #expect(later.map(\.physicalID) == [answer.physicalID, answer.physicalID])
  }

  @Test func `a changed length is refused, and going back after that succeeds`() async throws {
    let id = try #require(try await Self.answers([.externalID()]).first?.physicalID)
    let answers = try await Self.answers([
      .externalID("Update", physicalID: id, length: #""25""#), .externalID("Update", physicalID: id),
    ])
    #expect(answers.map(\.status) == ["FAILED", "SUCCESS"])
    #expect(answers.first?.reason?.hasPrefix("Length cannot be changed from 24 to 25") == true)
    #expect(Set(answers.map(\.physicalID)) == [id])
  }

  @Test func `an id that the key does not prove is never answered with a new one`() async throws {
    let id = try #require(try await Self.answers([.externalID()]).first?.physicalID)
    let other = Surroundings.stack.replacing("444455556666", with: "444455557777")
    let answers = try await Self.answers([
      .externalID("Update", physicalID: id, stack: other),
      .externalID("Update", physicalID: "x1.\(Surroundings.keyVersion).\(String(repeating: "0", count: 64))"),
    ])
    #expect(answers.map(\.status) == ["FAILED", "FAILED"])
    #expect(answers.allSatisfy { $0.reason?.hasPrefix("signing key changed") == true && $0.attributes == nil })
  }

  @Test func `a key version that is gone is a changed key`() async throws {
    let id = "x1.\(String(repeating: "9", count: 36)).\(String(repeating: "0", count: 64))"
    let surroundings = Surroundings(
      [.externalID("Update", physicalID: id)],
      extension: [.text("no", status: 404)],
      service: [.json(#"{"__type":"ResourceNotFoundException"}"#, status: 400)]
    )
    _ = try await surroundings.runProgram()
    #expect(try surroundings.answers().first?.reason?.hasPrefix("signing key changed") == true)
    #expect(surroundings.requests.contains { $0.queryValue("versionId") == String(repeating: "9", count: 36) })
  }

  @Test func `a foreign id is kept on Delete, and refused on Update`() async throws {
    let foreign = "2023/05/01/[$LATEST]0123456789abcdef"
    let answers = try await Self.answers(
      [.externalID("Delete", physicalID: foreign), .externalID("Update", physicalID: foreign, length: #""12""#)],
      migrating: true
    )
    #expect(answers.map(\.status) == ["SUCCESS", "FAILED"])
    #expect(answers.map(\.physicalID) == [foreign, foreign])
    #expect(answers.last?.attributes == nil)
    #expect(answers.last?.reason?.hasPrefix("this external id was not made by this function") == true)
  }

  @Test func `Delete needs neither the key nor sound properties`() async throws {
    let surroundings = Surroundings([.externalID("Delete", physicalID: "none", length: #"{"a": 1}"#)])
    _ = try await surroundings.runProgram()
    #expect(try surroundings.answers().map(\.status) == ["SUCCESS"])
    #expect(!surroundings.requests.contains { $0.path == "/secretsmanager/get" })
  }

  @Test(arguments: [
    (#""1""#, "Length must be an integer between 2 and 1224"),
    (#""1225""#, "Length must be an integer between 2 and 1224"),
    (#""-5""#, "Length must be an integer between 2 and 1224"), (#""many""#, "Length must be an integer"),
    (#""12.5""#, "Length must be an integer"), (#""""#, "Length must be an integer"),
    (#"["12"]"#, "Length must be a text"), (#""12", "Also": "this""#, "Also is not a property of this resource"),
  ])
  func `bad input fails with the reason`(length: String, reason: String) async throws {
    let answer = try #require(try await Self.answers([.externalID(length: length)]).first)
    #expect(answer.status == "FAILED")
    #expect(answer.reason == "\(reason) (request request-1)")
  }

  @Test(arguments: [2, 12, 1_224])
  func `every length of AWS is answered within the size of an answer`(length: Int) async throws {
    let surroundings = Surroundings([.externalID(length: "\(length)")])
    _ = try await surroundings.runProgram()
    #expect(try surroundings.answers().first?.attributes?["RandomExtId"]?.count == length)
    #expect(surroundings.puts.allSatisfy { $0.body.count <= 4_096 })
  }

  private static func answers(
    _ events: [Surroundings.Event],
    migrating: Bool = false
  ) async throws -> [CloudFormationAnswer] {
    let surroundings = Surroundings(events)
    _ = try await surroundings.runProgram(migrating: migrating)
    return try surroundings.answers()
  }
}
