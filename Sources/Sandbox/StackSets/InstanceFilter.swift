import FoundationEssentials

/// What ListStackInstances is asked to leave out.
struct InstanceFilter: CustomStringConvertible {
  private let account: String?
  private let region: String?
  private let conditions: [(name: String, value: String)]

  init(_ input: QueryInput) throws(ServiceFailure) {
    account = input.string("StackInstanceAccount")
    region = input.string("StackInstanceRegion")
    conditions = input.structures("Filters").map { ($0.string("Name") ?? "", $0.string("Values") ?? "") }
    guard conditions.count <= 3 else { throw .validation("Filters takes 3 at most") }
    let known = ["DETAILED_STATUS", "LAST_OPERATION_ID", "DRIFT_STATUS"]
    if let other = conditions.first(where: { !known.contains($0.name) }) {
      throw .validation("Filter \(other.name) is not supported")
    }
  }

  var isEmpty: Bool { account == nil && region == nil && conditions.isEmpty }

  /// Equal filters have equal words, so that a page token belongs to its filter.
  var description: String {
    ([account ?? "", region ?? ""] + conditions.map { "\($0.name)=\($0.value)" }).joined(separator: " ")
  }

  func holds(_ instance: InstanceRecord, at now: Date) -> Bool {
    if let account, instance.account != account { return false }
    if let region, instance.region != region { return false }
    guard !conditions.isEmpty else { return true }
    let condition = instance.condition(at: now)
    return conditions.allSatisfy { filter in
      switch filter.name {
      case "DETAILED_STATUS": condition.detailed.rawValue == filter.value
      case "DRIFT_STATUS": condition.drift.rawValue == filter.value
      default: instance.lastOperation == filter.value
      }
    }
  }
}
