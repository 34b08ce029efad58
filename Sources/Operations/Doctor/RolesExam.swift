import Fleet

/// What is known of the appliance's own role, and of room for the roles, and what that comes to.
struct RolesExam {
  struct Role: Hashable {
    let arn: String
    let id: String?
    /// Documents of all its policies.
    let policies: [PolicyDocument]
  }

  /// The appliance's instance with the role it runs as.
  struct Instance: Hashable {
    let id: String
    let roleARNs: [String]
  }

  /// The role that the stack set trusts.
  var trustedRole: Fact<String>
  var role: Fact<Role>
  /// Nil: no instance has the appliance's address.
  var instance: Fact<Instance?>
  /// Nil: none is asked for.
  var boundary: Fact<String?>
  /// IAM's own count of things and quotas.
  var summary: Fact<[String: Int]>
  /// Why roles of member accounts cannot be read from here.
  var membersProblem: SourceProblem

  var checks: [DoctorCheck] {
    [
      DoctorCheck(.applianceRole, needing: role, Self.judged(role:)),
      DoctorCheck(.applianceInstance, both(trustedRole, instance)) { Self.judged(instance: $0.1, trusted: $0.0) },
      DoctorCheck(.permissionsBoundary, boundary) { arn in
        guard let arn else { return .fine("none is asked for") }
        return .notCheckable("every account needs \(arn): \(membersProblem.sentence)", mend: membersProblem.nextStep)
      },
      DoctorCheck(.roleQuota, summary, Self.judged(summary:)),
      DoctorCheck(.roleNames, .notCheckable(membersProblem.sentence, mend: membersProblem.nextStep)),
    ]
  }

  private static func judged(role: Role) -> Judgement {
    let isAble = role.policies.contains { document in
      document.statements.contains { $0.isAllowing && $0.covers(action: "sts:AssumeRole") }
    }
    let name = role.arn.split(separator: "/").last.map(String.init) ?? role.arn
    return isAble
      ? .fine("\(name) exists and may assume roles\(role.id.map { " (\($0))" } ?? "")")
      : .failing("no policy of \(name) allows sts:AssumeRole", mend: "attach one, or every registration is refused")
  }

  private static func judged(instance: Instance?, trusted: String) -> Judgement {
    guard let instance else {
      return .notCheckable("no instance in the backup account has the appliance's address")
    }
    guard instance.roleARNs.contains(trusted) else {
      let own = instance.roleARNs.first ?? "no role"
      return .failing(
        "\(instance.id) runs as \(own), but the roles trust \(trusted)",
        mend: "rolecall deploy roles with VeeamInstanceRoleArn of the instance's role"
      )
    }
    return .fine("\(instance.id) runs as the role that is trusted")
  }

  private static func judged(summary: [String: Int]) -> Judgement {
    let pairs = [
      ("Roles", "roles"), ("Policies", "policies"), ("InstanceProfiles", "instance profiles"),
    ]
    var words: [String] = []
    for (key, noun) in pairs {
      guard let used = summary[key], let quota = summary["\(key)Quota"], quota > 0 else { continue }
      if used * 10 >= quota * 9 {
        return .warning("the backup account has \(used) of \(quota) \(noun)", mend: "ask for a higher quota of IAM")
      }
      words.append("\(used) of \(quota) \(noun)")
    }
    return words.isEmpty
      ? .notCheckable("IAM tells no quotas")
      : .fine("backup account: \(words.joined(separator: ", ")); others are not read")
  }
}
