/// The rates AWS documents, by operation.
///
/// Source: Organizations quotas page (mid-2026); StackSets reads are not published, AWS staff named about two a second.
enum RateTable {
  struct Rate: Hashable {
    let perSecond: Double
    let burst: Double
  }

  struct Limit: Hashable {
    /// Operations with the same group share one bucket.
    let group: String
    let perAccount: Rate
    /// Counted over all accounts of the organization together.
    var perOrganization: Rate?
  }

  static func limit(service: String, operation: String) -> Limit? {
    switch service {
    case "organizations": organizations[operation]
    case "cloudformation": operation.contains("StackSet") || operation.contains("StackInstance") ? stackSets : stacks
    case "sts": Limit(group: "sts", perAccount: Rate(perSecond: 600, burst: 600))
    case "secretsmanager":
      ["PutSecretValue", "CreateSecret"].contains(operation)
        ? Limit(group: "writes", perAccount: Rate(perSecond: 50, burst: 50)) : nil
    default: nil
    }
  }

  private static let stackSets = Limit(group: "stack sets", perAccount: Rate(perSecond: 2, burst: 4))
  private static let stacks = Limit(group: "stacks", perAccount: Rate(perSecond: 10, burst: 20))

  private static let organizations: [String: Limit] = {
    var table: [String: Limit] = [:]
    func add(_ names: [String], _ group: String, _ account: (Double, Double), _ all: (Double, Double)?) {
      for name in names {
        table[name] = Limit(
          group: group,
          perAccount: Rate(perSecond: account.0, burst: account.1),
          perOrganization: all.map { Rate(perSecond: $0.0, burst: $0.1) }
        )
      }
    }
    add(["DescribeOrganization"], "DescribeOrganization", (1, 2), nil)
    add(["ListRoots"], "ListRoots", (1, 2), (1, 3))
    let perParent = ["ListOrganizationalUnitsForParent", "ListAccountsForParent", "ListParents"]
    add(perParent, "per parent", (5, 8), (6, 10))
    add(["ListChildren"], "ListChildren", (6, 10), (7, 12))
    add(["ListAccounts"], "ListAccounts", (8, 12), (9, 15))
    add(["DescribeAccount"], "DescribeAccount", (20, 30), (24, 36))
    add(["DescribeOrganizationalUnit"], "DescribeOrganizationalUnit", (2, 2), (2, 3))
    add(["ListDelegatedAdministrators"], "ListDelegatedAdministrators", (5, 8), (6, 10))
    add(["ListDelegatedServicesForAccount"], "ListDelegatedServicesForAccount", (1, 3), (1, 4))
    add(["MoveAccount"], "MoveAccount", (2, 3), nil)
    return table
  }()
}
