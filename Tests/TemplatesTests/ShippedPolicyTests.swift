import Templates
import Testing
import Yams

struct ShippedPolicyTests {
  /// JSON is YAML too.
  private static func statements(_ text: String) throws -> [Node] {
    let root = try #require(try Yams.compose(yaml: text))
    return try #require(root["Statement"]?.sequence).map { $0 }
  }

  private static func ids(_ statement: Node) -> [String] {
    (statement["Resource"]?.sequence ?? []).compactMap { $0.string?.split(separator: "/").last.map(String.init) }
  }

  @Test func `no update of the stack touches a secret, or replaces what accounts call`() throws {
    let statements = try Self.statements(ShippedPolicy.lambdasStack.body)
    #expect(statements.map { $0["Effect"]?.string } == ["Allow", "Deny", "Deny"])
    let template = try Yams.compose(yaml: ShippedTemplate.lambdas.body)
    let resources = try #require(template?["Resources"]?.mapping)
    let named = { (types: [String]) in
      Set(resources.filter { types.contains($0.value["Type"]?.string ?? "") }.compactMap(\.key.string))
    }
    #expect(statements[1]["Action"]?.string == "Update:*")
    #expect(Set(Self.ids(statements[1])) == named(["AWS::SecretsManager::Secret"]))
    #expect(statements[2]["Action"]?.sequence?.compactMap(\.string) == ["Update:Replace", "Update:Delete"])
    let called = named(["AWS::Lambda::Function", "AWS::Lambda::Alias"]).subtracting(["VeeamConfiguratorOpsAlias"])
    #expect(Set(Self.ids(statements[2])) == called)
  }

  @Test func `the guard names one backup account and lets stack sets through`() throws {
    let text = ShippedPolicy.functionsGuard.body(backupAccount: "111122223333", partition: "aws-us-gov")
    #expect(!text.contains("${"))
    // A service control policy takes 5,120 characters.
    #expect(text.count <= 5_120)
    let statements = try Self.statements(text)
    #expect(statements.map { $0["Effect"]?.string } == ["Deny", "Deny"])
    let callers = try #require(statements[0]["Condition"]?["ArnNotLike"]?["aws:PrincipalArn"]?.sequence)
    #expect(callers.compactMap(\.string).contains("arn:aws-us-gov:iam::*:role/stacksets-exec-*"))
    #expect(statements[0]["Condition"]?["StringNotEquals"]?["aws:PrincipalAccount"]?.string == "111122223333")
  }
}
