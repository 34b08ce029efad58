import FoundationEssentials
import Testing

@testable import Functions

struct ResourcePropertiesTests {
  private static func properties(_ json: String) throws -> ResourceProperties {
    try JSONDecoder().decode(ResourceProperties.self, from: Data(json.utf8))
  }

  @Test(arguments: [#""24""#, "24"])
  func `a number is a text, however it comes`(value: String) throws {
    #expect(try Self.properties(#"{"Length": \#(value)}"#).text("Length") == "24")
  }

  @Test func `a flag is a text`() throws {
    #expect(try Self.properties(#"{"Flag": true}"#).text("Flag") == "true")
  }

  @Test func `lists are read as lists, and one text as a list of one`() throws {
    let properties = try Self.properties(#"{"Actions": ["a", "b"], "One": "c"}"#)
    #expect(try properties.list("Actions") == ["a", "b"])
    #expect(try properties.list("One") == ["c"])
    #expect(try properties.list("None") == [])
    #expect(throws: Refusal("Actions must be a text")) { try properties.text("Actions") }
  }

  @Test func `what has no form of ours is refused when it is read`() throws {
    let properties = try Self.properties(#"{"Deep": {"a": 1}}"#)
    #expect(throws: Refusal("Deep must be a text")) { try properties.text("Deep") }
    #expect(throws: Refusal("Deep must be a list of texts")) { try properties.list("Deep") }
  }

  @Test(arguments: [#"{}"#, #"{"Role": ""}"#])
  func `a property that is needed must be there and say something`(json: String) throws {
    let properties = try Self.properties(json)
    #expect(throws: Refusal("Role must be specified")) { try properties.required("Role") }
  }

  @Test func `unknown properties are refused, CloudFormation's own are not`() throws {
    let properties = try Self.properties(#"{"ServiceToken": "t", "ServiceTimeout": "300", "A": "1", "Z": "2"}"#)
    try properties.allow(only: ["A", "Z"])
    #expect(throws: Refusal("Z is not a property of this resource")) { try properties.allow(only: ["A"]) }
  }
}
