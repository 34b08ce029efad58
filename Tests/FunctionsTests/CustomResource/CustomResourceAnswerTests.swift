import FoundationEssentials
import Testing

@testable import Functions

struct CustomResourceAnswerTests {
  private static let addressee = CustomResourceAnswer.Addressee(
    stackID: "stack",
    requestID: "request",
    logicalID: "Logical"
  )

  @Test func `an answer holds the documented fields and no others`() throws {
    let success = CustomResourceAnswer(
      addressee: Self.addressee,
      physicalID: "id",
      verdict: .success(attributes: ["RandomExtId": "a/b"], isHidden: true)
    )
    #expect(
      String(decoding: try #require(success.body), as: UTF8.self) == """
        {"Data":{"RandomExtId":"a/b"},"LogicalResourceId":"Logical","NoEcho":true,"PhysicalResourceId":"id",\
        "RequestId":"request","StackId":"stack","Status":"SUCCESS"}
        """
    )
    let failure = CustomResourceAnswer(addressee: Self.addressee, physicalID: "id", verdict: .failure(sentence: "no"))
    #expect(
      String(decoding: try #require(failure.body), as: UTF8.self) == """
        {"LogicalResourceId":"Logical","PhysicalResourceId":"id","Reason":"no","RequestId":"request","StackId":"stack",\
        "Status":"FAILED"}
        """
    )
  }

  @Test(arguments: ["x", "é", "👩🏽‍🚀", "\"", "\u{1}"])
  func `a long reason is cut by bytes, and never inside a character`(character: String) throws {
    let answer = CustomResourceAnswer(
      addressee: Self.addressee,
      physicalID: "id",
      verdict: .failure(sentence: String(repeating: character, count: 6_000))
    )
    let body = try #require(answer.body)
    #expect((3_000...4_096).contains(body.count))
    let reason = try #require(try JSONDecoder().decode(CloudFormationAnswer.self, from: Data(body)).reason)
    #expect(reason.allSatisfy { String($0) == character })
  }

  @Test func `ids that leave no room make no answer`() {
    let answer = CustomResourceAnswer(
      addressee: .init(stackID: String(repeating: "s", count: 5_000), requestID: "r", logicalID: "l"),
      physicalID: "id",
      verdict: .failure(sentence: "no")
    )
    #expect(answer.body == nil)
  }
}
