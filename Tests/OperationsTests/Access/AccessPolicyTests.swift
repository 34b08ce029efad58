import Foundation
import Testing

@testable import Operations

struct AccessPolicyTests {
  private static let all: [(AccessPolicy.Role, AccessPolicy.Account)] = AccessPolicy.Role.allCases.flatMap { role in
    AccessPolicy.Account.allCases.map { (role, $0) }
  }

  private static func actions(_ role: AccessPolicy.Role, _ scope: AccessScope = AccessScope()) -> Set<String> {
    let policies = AccessPolicy.Account.allCases.compactMap { AccessPolicy.policy(for: role, in: $0, scope) }
    return Set(policies.flatMap(\.statements).flatMap(\.actions))
  }

  @Test(arguments: all)
  func `a policy fits into what IAM takes`(role: AccessPolicy.Role, account: AccessPolicy.Account) throws {
    var scope = AccessScope()
    scope.backupAccount = "111122223333"
    scope.stackSets = ["rolecall-roles", "rolecall-roles-pilot"]
    scope.readerSecret = "veeam/reader"
    guard let policy = AccessPolicy.policy(for: role, in: account, scope) else {
      #expect(role == .setup && account == .management)
      return
    }
    // IAM does not count white space: 6,144 characters for a managed policy.
    #expect(JSONText.of(policy.outputValue).count { !$0.isWhitespace } <= 6_144)
    #expect(Set(policy.statements.map(\.sid)).count == policy.statements.count)
    for statement in policy.statements {
      #expect(statement.actions == statement.actions.sorted())
      #expect(statement.actions.allSatisfy { !$0.contains("*") })
    }
  }

  @Test func `looking changes nothing and reads no administrator's secret`() {
    let reading = ["Describe", "Filter", "Get", "List", "Simulate", "Validate"]
    let actions = Self.actions(.readonly)
    for action in actions {
      let name = action.split(separator: ":").last ?? ""
      #expect(reading.contains { name.hasPrefix($0) }, "\(action)")
    }
    #expect(!actions.contains("secretsmanager:GetSecretValue"))
  }

  @Test func `a reader's secret is the only one that looking reads`() throws {
    var scope = AccessScope()
    scope.backupAccount = "111122223333"
    scope.readerSecret = "veeam/reader"
    let policy = try #require(AccessPolicy.policy(for: .readonly, in: .backup, scope))
    let reading = policy.statements.filter { $0.actions.contains("secretsmanager:GetSecretValue") }
    #expect(reading.map(\.resources) == [["arn:aws:secretsmanager:*:111122223333:secret:veeam/reader-??????"]])
  }

  @Test func `the ops alias is called by who looks through the function, and by the console`() {
    var scope = AccessScope()
    #expect(!Self.actions(.readonly, scope).contains("lambda:InvokeFunction"))
    #expect(Self.actions(.console, scope).contains("lambda:InvokeFunction"))
    scope.isViaFunction = true
    #expect(Self.actions(.readonly, scope).contains("lambda:InvokeFunction"))
  }

  @Test func `a policy reaches what the context names`() throws {
    var scope = AccessScope(partition: "aws-us-gov")
    scope.stackSets = ["backup-roles"]
    let policy = try #require(AccessPolicy.policy(for: .console, in: .management, scope))
    let changing = try #require(policy.statements.first { $0.sid == "ChangeStackSets" })
    #expect(changing.resources.first == "arn:aws-us-gov:cloudformation:*:*:stackset/backup-roles:*")
  }

  /// Every operation that the clients can call, but those that need no permission or the caller's own words.
  @Test func `what the clients call is allowed`() throws {
    let allowed = Self.actions(.console).union(Self.actions(.setup))
    let missing = try ClientOperations.all().subtracting(allowed)
    #expect(missing.sorted() == ClientOperations.withoutPolicy)
  }
}
