import FoundationEssentials

extension StackRecord {
  /// The stack behind a stack instance, as its own account sees it; nil when none was made.
  init?(of instance: InstanceRecord, set: StackSetRecord, at now: Date) {
    let condition = instance.condition(at: now)
    guard let id = condition.stackID else { return nil }
    let parts = id.split(separator: "/").map(String.init)
    guard parts.count == 3 else { return nil }
    let began = instance.turn?.starts ?? set.operations.first?.startedAt ?? now
    let isBeingMade = instance.turn.map { now < $0.ends } ?? false
    let status: StackStatus =
      switch condition.detailed {
      case .running where isBeingMade: .createInProgress
      case .failed, .cancelled, .failedImport: .rollbackComplete
      case .inoperable: .deleteFailed
      case .running, .pending, .succeeded, .skippedSuspendedAccount: .createComplete
      }
    self.init(
      id: id,
      name: parts[1],
      account: instance.account,
      region: instance.region,
      status: status,
      createdAt: began,
      parameters: set.parameters
    )
    events = Self.events(of: id, name: parts[1], status: status, reason: condition.reason, began: began)
  }

  /// The beginning, the resource that failed, and the end of the stack.
  private static func events(
    of id: String,
    name: String,
    status: StackStatus,
    reason: String?,
    began: Date
  ) -> [Event] {
    func event(_ number: Int, _ logicalID: String, _ type: String, _ status: String, _ reason: String?) -> Event {
      Event(
        id: "\(logicalID)-\(status)-\(number)",
        logicalID: logicalID,
        physicalID: type == "AWS::CloudFormation::Stack" ? id : "",
        resourceType: type,
        status: status,
        reason: reason,
        at: began.addingTimeInterval(Double(number) * 6)
      )
    }
    let stack = "AWS::CloudFormation::Stack"
    var events = [event(0, name, stack, "CREATE_IN_PROGRESS", "User Initiated")]
    if status == .rollbackComplete {
      let resource = "VeeamAwsConfiguratorEc2Role"
      events.append(event(4, resource, "Custom::VeeamAwsConfigurator", "CREATE_FAILED", reason))
      events.append(
        event(5, name, stack, "ROLLBACK_IN_PROGRESS", "The following resource(s) failed to create: [\(resource)]. ")
      )
    }
    if status != .createInProgress { events.append(event(6, name, stack, status.rawValue, nil)) }
    return events
  }
}
