/// An IAM policy for those who run RoleCall: what one hat needs, and no more.
package struct AccessPolicy: Hashable, Sendable {
  /// How much an operator does.
  package enum Role: String, CaseIterable, Sendable {
    /// Everything that can be shown, without the administrator's secret.
    case readonly
    /// Besides: every verb.
    case console
    /// What setting up, updating and removing the Lambdas stack needs beside: CloudFormation makes its functions, roles
    /// and secrets with its caller's rights.
    case setup
  }

  /// In which account the policy is used.
  package enum Account: String, CaseIterable, Sendable {
    /// The management account, or the delegated administrator of stack sets.
    case management
    /// The account of the appliance and the functions.
    case backup
  }

  package struct Statement: Hashable, Sendable {
    package var sid: String
    package var actions: [String]
    package var resources: [String]
    package var conditions: [Condition] = []
  }

  /// A test of one key of the request.
  package struct Condition: Hashable, Sendable {
    package var test: String
    package var key: String
    package var values: [String]
  }

  package var statements: [Statement]

  package init(_ statements: [Statement]) { self.statements = statements }

  /// The policy of a role in an account; nil where it needs nothing.
  package static func policy(for role: Role, in account: Account, _ scope: AccessScope) -> AccessPolicy? {
    switch (role, account) {
    case (.readonly, .management): AccessPolicy(scope.organizationReads)
    case (.readonly, .backup): AccessPolicy(scope.backupReads + scope.readersSecret)
    case (.console, .management): AccessPolicy(scope.organizationReads + scope.organizationChanges)
    case (.console, .backup): AccessPolicy(scope.backupReads + scope.backupChanges)
    case (.setup, .management): nil
    case (.setup, .backup): AccessPolicy(scope.lambdasStackChanges)
    }
  }
}

extension AccessPolicy {
  /// The policy as IAM takes it.
  package var outputValue: OutputValue {
    .object([.init("Version", .text("2012-10-17")), .init("Statement", .list(statements.map(\.outputValue)))])
  }
}

extension AccessPolicy.Statement {
  fileprivate var outputValue: OutputValue {
    var members: [OutputValue.Member] = [
      .init("Sid", .text(sid)), .init("Effect", .text("Allow")), .init("Action", .list(actions.map(OutputValue.text))),
      .init("Resource", .list(resources.map(OutputValue.text))),
    ]
    if !conditions.isEmpty {
      members.append(.init("Condition", .object(conditions.map { .init($0.test, $0.outputValue) })))
    }
    return .object(members)
  }
}

extension AccessPolicy.Condition {
  fileprivate var outputValue: OutputValue { .object([.init(key, .list(values.map(OutputValue.text)))]) }
}
