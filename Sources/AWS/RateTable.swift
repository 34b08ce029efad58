package import Transport

/// The rates that services document, or are known to keep, per calling account.
///
/// Organizations: "Quotas for AWS Organizations", throttling limits (rate, burst). StackSets publish none; AWS staff named
/// about two describes a second, so all reads of stack sets share that. Lambda: "Lambda quotas", 15 a second for the control
/// plane together, GetFunction and invocations apart. CloudWatch Logs: "CloudWatch Logs quotas", the least region's.
package enum RateTable {
  /// What shares a rate with `operation`, and the rate; a nil rate is no limit worth keeping.
  package static func rate(of operation: String, in service: Service) -> (group: String, rate: Governor.Rate?) {
    switch service {
    case .organizations: organizations(operation)
    case .cloudFormation where isStackSetRead(operation):
      ("stack set reads", Governor.Rate(perSecond: 2, burst: 2))
    case .lambda: lambda(operation)
    case .logs: logs(operation)
    default: (operation, nil)
    }
  }

  private static func lambda(_ operation: String) -> (group: String, rate: Governor.Rate?) {
    switch operation {
    case "Invoke": (operation, nil)
    case "GetFunction": (operation, Governor.Rate(perSecond: 100, burst: 100))
    case "GetPolicy": (operation, Governor.Rate(perSecond: 15, burst: 15))
    default: ("control plane", Governor.Rate(perSecond: 15, burst: 15))
    }
  }

  private static func logs(_ operation: String) -> (group: String, rate: Governor.Rate?) {
    switch operation {
    case "FilterLogEvents": (operation, Governor.Rate(perSecond: 5, burst: 5))
    case "DescribeLogGroups": (operation, Governor.Rate(perSecond: 10, burst: 10))
    default: (operation, nil)
    }
  }

  private static func organizations(_ operation: String) -> (group: String, rate: Governor.Rate?) {
    switch operation {
    case "ListAccountsForParent", "ListOrganizationalUnitsForParent", "ListParents":
      ("per parent", Governor.Rate(perSecond: 5, burst: 8))
    case "ListAccounts": (operation, Governor.Rate(perSecond: 8, burst: 12))
    case "ListDelegatedAdministrators": (operation, Governor.Rate(perSecond: 5, burst: 8))
    case "DescribeAccount": (operation, Governor.Rate(perSecond: 20, burst: 30))
    default: (operation, Governor.Rate(perSecond: 1, burst: 2))
    }
  }

  private static func isStackSetRead(_ operation: String) -> Bool {
    ["StackSet", "StackInstance"].contains { operation.contains($0) }
      && (operation.hasPrefix("List") || operation.hasPrefix("Describe"))
  }
}
