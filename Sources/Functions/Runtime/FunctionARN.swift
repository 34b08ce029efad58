/// The name a function was invoked by, `arn:aws:lambda:eu-west-1:111122223333:function:rolecall-configurator:ops`.
package struct FunctionARN: Hashable, Sendable {
  package let text: String
  package let partition: String
  package let region: String
  package let account: String
  package let function: String
  /// The alias or version behind the name; nil for the function itself.
  package let qualifier: String?

  /// Nil for text that is not the ARN of a Lambda function.
  package init?(_ text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard (7...8).contains(parts.count), parts.allSatisfy({ !$0.isEmpty }),
      parts[0] == "arn", parts[2] == "lambda", parts[5] == "function"
    else { return nil }
    self.text = text
    partition = parts[1]
    region = parts[3]
    account = parts[4]
    function = parts[6]
    qualifier = parts.count == 8 ? parts[7] : nil
  }
}
