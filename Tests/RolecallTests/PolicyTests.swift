import Foundation
import Templates
import Testing

@testable import rolecall

/// `rolecall templates show` and `rolecall policy`: they need no configuration, and print what goes straight to AWS.
struct PolicyTests {
  @Test(arguments: ShippedTemplate.allCases)
  func `a template is printed as it is deployed`(template: ShippedTemplate) async {
    let run = await Run(["templates", "show", template.rawValue])
    #expect(run.status == .fine)
    #expect(run.output == template.body)
  }

  @Test(arguments: ShippedTemplate.allCases)
  func `a template says which release it is of`(template: ShippedTemplate) async {
    let version = await Run(["--version"]).output
    #expect(template.body.contains("Value: \(version)"))
  }

  @Test func `an unknown template is wrong usage`() async {
    let run = await Run(["templates", "show", "nothing"])
    #expect(run.status == .misused)
    #expect(run.errors.contains("lambdas"))
  }

  @Test(arguments: ["readonly", "console"], ["management", "backup"])
  func `a policy for one account is a policy document`(role: String, account: String) async throws {
    let run = await Run(["policy", role, "--account", account])
    #expect(run.status == .fine)
    let document = try #require(JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    #expect(document["Version"] as? String == "2012-10-17")
    #expect((document["Statement"] as? [Any])?.isEmpty == false)
  }

  @Test func `without an account both policies stand under their account's name`() async throws {
    let run = await Run(["policy", "readonly"])
    let documents = try #require(JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    #expect(Set(documents.keys) == ["management", "backup"])
  }

  @Test(
    arguments: [
      ["policy", "setup", "--account", "management"], ["policy", "lambdas-stack", "--account", "backup"],
      ["policy", "readonly", "--backup-account", "12"], ["policy", "functions-guard"],
    ]
  )
  func `what makes no sense is wrong usage`(arguments: [String]) async {
    #expect(await Run(arguments).status == .misused)
  }

  @Test func `the guard is printed for the account that is named`() async {
    let run = await Run(["policy", "functions-guard", "--backup-account", "111122223333"])
    #expect(run.status == .fine)
    #expect(run.output.contains("arn:aws:lambda:*:111122223333:function:*rolecall-configurator*"))
  }
}
