import Testing

@testable import Operations

struct TemplateComparisonTests {
  private static let base = """
    Parameters:
      Size:
        Type: String
    Resources:
      Queue:
        Type: AWS::SQS::Queue
        Properties:
          QueueName: !Sub "${AWS::StackName}-jobs"
          VisibilityTimeout: 30
      Topic:
        Type: AWS::SNS::Topic

    """

  @Test(arguments: [
    (base, []),
    (
      base.replacing("VisibilityTimeout: 30", with: "VisibilityTimeout: 60"),
      ["~ Queue  AWS::SQS::Queue  VisibilityTimeout"]
    ),
    (
      base.replacing("!Sub \"${AWS::StackName}-jobs\"", with: "!Ref Size"),
      ["~ Queue  AWS::SQS::Queue  QueueName"]
    ),
    (
      base.replacing("Topic:\n    Type: AWS::SNS::Topic", with: "Alarm:\n    Type: AWS::CloudWatch::Alarm"),
      ["+ Alarm  AWS::CloudWatch::Alarm", "- Topic  AWS::SNS::Topic"]
    ),
    (base.replacing("Size:", with: "Width:"), ["+ parameter Width", "- parameter Size"]),
    ("# another comment\n" + base, ["~ texts, outputs or comments only"]),
  ])
  func `a comparison names what changes by logical id`(new: String, lines: [String]) {
    let comparison = TemplateComparison(from: Self.base, to: new)
    #expect(comparison.lines == lines)
    #expect(comparison.isEmpty == lines.isEmpty)
  }

  @Test func `a text that is no template is all new`() {
    #expect(
      TemplateComparison(from: "", to: Self.base).lines == [
        "+ Queue  AWS::SQS::Queue", "+ Topic  AWS::SNS::Topic", "+ parameter Size",
      ]
    )
  }
}
