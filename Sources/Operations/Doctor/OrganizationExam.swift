import Fleet

/// What the organization was read to be, and what that comes to.
struct OrganizationExam {
  struct Features: Hashable {
    let id: String
    let featureSet: String?
    let managementAccount: AccountID?
  }

  /// A service control policy, and where it is attached.
  struct ControlPolicy: Hashable {
    let name: String
    let target: String
    let document: PolicyDocument?
  }

  /// A unit or root that the stack set targets, and what is known to be below.
  struct Target: Hashable {
    let id: String
    let activeAccounts: Int
    let suspendedAccounts: Int
    /// Whether the counting stopped before the end.
    let isCut: Bool
  }

  var caller: Fact<CallerIdentity>
  var features: Fact<Features>
  var trustedAccess: Fact<String?>
  /// Accounts that administrate StackSets.
  var delegates: Fact<[AccountID]>
  var targets: Fact<[Target]>
  var controlPolicies: Fact<[ControlPolicy]>
  /// The organization that the Lambdas stack was made for.
  var expectedOrganization: String?
  /// Whether stack sets are read as a delegated administrator.
  var isDelegated: Bool
  /// ARN of the configurator, without its alias.
  var configurator: String?

  var checks: [DoctorCheck] {
    [
      DoctorCheck(.organizationCaller, caller) { .fine("\($0.arn) in \($0.account), partition \($0.partition)") },
      DoctorCheck(.organizationFeatures, features, judged(features:)),
      DoctorCheck(.trustedAccess, trustedAccess, Self.judged(trustedAccess:)),
      DoctorCheck(.delegation, delegates, judged(delegates:)),
      DoctorCheck(.targets, targets, Self.judged(targets:)),
      DoctorCheck(.controlPolicies, controlPolicies, judged(controlPolicies:)),
      DoctorCheck(.invocationPolicy, controlPolicies, judged(invocation:)),
    ]
  }

  private func judged(features: Features) -> Judgement {
    guard features.featureSet == "ALL" else {
      return .failing(
        "\(features.id) has \(features.featureSet ?? "unknown features")",
        mend: "enable all features in the management account; every account has to agree"
      )
    }
    if let expectedOrganization, expectedOrganization != features.id {
      return .failing(
        "this is \(features.id), but the functions answer to \(expectedOrganization)",
        mend: "check the context's profiles, or deploy the Lambdas stack with OrganizationId \(features.id)"
      )
    }
    return .fine("\(features.id) has all features")
  }

  private static func judged(trustedAccess: String?) -> Judgement {
    guard trustedAccess == "ENABLED" else {
      return .failing(
        "trusted access between StackSets and Organizations is \(trustedAccess ?? "unknown")",
        mend: "in the management account: aws cloudformation activate-organizations-access"
      )
    }
    return .fine("StackSets may act in the organization")
  }

  private func judged(delegates: [AccountID]) -> Judgement {
    guard case .success(let caller) = caller else { return .notCheckable("who reads the organization is not known") }
    let management = (try? features.get())?.managementAccount
    let names = delegates.map(\.rawValue).joined(separator: ", ")
    if isDelegated {
      guard delegates.contains(caller.account) else {
        return .failing(
          "\(caller.account) is no delegated administrator of StackSets (\(names.isEmpty ? "there is none" : names))",
          mend: "in the management account: aws organizations register-delegated-administrator --account-id "
            + "\(caller.account) --service-principal member.org.stacksets.cloudformation.amazonaws.com"
        )
      }
      return .fine("\(caller.account) administrates StackSets for the organization")
    }
    guard management == caller.account else {
      return .failing(
        "\(caller.account) is not the management account, and stack sets are read as SELF",
        mend: "set callAs: DELEGATED_ADMIN in the context, or use a profile of the management account"
      )
    }
    return .fine("works in the management account\(names.isEmpty ? "" : "; delegated to \(names)")")
  }

  private static func judged(targets: [Target]) -> Judgement {
    let empty = targets.filter { $0.activeAccounts == 0 && !$0.isCut }
    if targets.isEmpty {
      return .failing("the stack set targets no unit", mend: "deploy roles to the root or to organizational units")
    }
    if !empty.isEmpty {
      return .warning(
        "no active account in \(empty.map(\.id).joined(separator: ", "))",
        mend: "take the unit off the targets, or move accounts into it"
      )
    }
    let suspended = targets.reduce(0) { $0 + $1.suspendedAccounts }
    let words = targets.map { "\($0.id) \($0.isCut ? "at least " : "")\($0.activeAccounts)" }
    let aside = suspended > 0 ? "; \(suspended) suspended or closed" : ""
    return .fine("active accounts: \(words.joined(separator: ", "))\(aside)")
  }

  // MARK: Service control policies

  /// What the roles, their deployment and their registration cannot do without.
  static let neededActions = [
    "cloudformation:CreateStack", "ebs:ListSnapshotBlocks", "ec2:CreateSnapshot", "ec2:CreateTags",
    "ec2:DescribeInstances", "ec2:RunInstances", "iam:AttachRolePolicy", "iam:CreatePolicy", "iam:CreateRole",
    "iam:PassRole", "kms:CreateGrant", "lambda:InvokeFunction", "sqs:CreateQueue", "ssm:SendCommand", "sts:AssumeRole",
  ]

  private func judged(controlPolicies: [ControlPolicy]) -> Judgement {
    var denied: [String] = []
    var conditional: [String] = []
    for policy in controlPolicies {
      guard let document = policy.document else {
        conditional.append("\(policy.name) cannot be read")
        continue
      }
      for statement in document.statements where !statement.isAllowing && !guards(statement) {
        let actions = Self.neededActions.filter(statement.covers(action:))
        guard let first = actions.first else { continue }
        let words =
          "\(policy.name) on \(policy.target) denies \(first)"
          + (actions.count > 1 ? " and \(actions.count - 1) more" : "")
        if statement.conditions.isEmpty, statement.resources == ["*"] {
          denied.append(words)
        } else {
          conditional.append(words)
        }
      }
    }
    if let first = denied.first {
      return .failing(first, mend: "let the policy leave out stack set execution roles and the backup roles")
    }
    if let first = conditional.first {
      return .warning(
        "\(first), under conditions" + (conditional.count > 1 ? "; \(conditional.count - 1) more like it" : ""),
        mend: "read its conditions: the appliance's own permission check cannot tell them"
      )
    }
    return .fine("\(controlPolicies.count) read along the targets; none denies what the roles need")
  }

  private func judged(invocation controlPolicies: [ControlPolicy]) -> Judgement {
    let guards = controlPolicies.filter { $0.document?.statements.contains(where: guardsInvocation) ?? false }
    guard let first = guards.first else {
      return .warning(
        "anybody in the organization who may invoke functions may call these",
        mend: "rolecall policy functions-guard prints a service control policy: attach it to the root"
      )
    }
    return .fine("\(first.name) on \(first.target) lets only stack set execution roles call them")
  }

  /// Whether a statement guards the functions, or the names of the roles that may call them.
  private func guards(_ statement: PolicyDocument.Statement) -> Bool {
    guardsInvocation(statement) || statement.resources.allSatisfy { $0.contains(":role/stacksets-exec-") }
  }

  /// Whether a statement keeps the functions from everybody but the roles that deploy.
  private func guardsInvocation(_ statement: PolicyDocument.Statement) -> Bool {
    guard !statement.isAllowing, statement.covers(action: "lambda:InvokeFunction"), !statement.conditions.isEmpty else {
      return false
    }
    guard statement.conditions.values.contains(where: { $0.keys.contains { $0.lowercased() == "aws:principalarn" } })
    else { return false }
    return configurator.map { statement.covers(resource: "\($0):cfn") } ?? true
  }
}

extension CallerIdentity {
  /// The partition's word in the ARN.
  var partition: String {
    arn.split(separator: ":", omittingEmptySubsequences: false).dropFirst().first.map(String.init) ?? "unknown"
  }
}
