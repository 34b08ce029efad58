import FoundationEssentials

/// The alarms of Amazon CloudWatch over one world at one moment: reads.
struct AlarmService {
  static let namespace = "http://monitoring.amazonaws.com/doc/2010-08-01/"
  static let operations: Set<String> = ["DescribeAlarms"]

  let input: QueryInput
  let caller: Identity
  let region: String

  func answer(_ operation: String, _ state: WorldState) throws(ServiceFailure) -> (inout XMLWriter) -> Void {
    guard operation == "DescribeAlarms" else { throw .unknownOperation(.query, operation) }
    let names = input.strings("AlarmNames")
    let prefix = input.string("AlarmNamePrefix") ?? ""
    let value = input.string("StateValue")
    let found = state.alarms.alarms(account: caller.account, region: region).filter { alarm in
      (names?.contains(alarm.name) ?? true) && alarm.name.hasPrefix(prefix)
        && (value == nil || alarm.state.rawValue == value)
    }
    let size = try input.integer("MaxRecords", in: 1...100) ?? 50
    let list = "alarms \(caller.account) \(prefix)"
    guard let page = Page(count: found.count, size: size, token: input.string("NextToken"), list: list) else {
      throw ServiceFailure(code: "InvalidNextToken", message: "Invalid NextToken")
    }
    return { xml in
      xml.list("MetricAlarms", found[page.range]) { Self.write($1, to: &$0) }
      xml.list("CompositeAlarms", [])
      xml.element("NextToken", page.next)
    }
  }

  private static func write(_ alarm: AlarmRecord, to xml: inout XMLWriter) {
    xml.element("AlarmName", alarm.name)
    xml.element("AlarmArn", alarm.arn)
    xml.element("AlarmDescription", alarm.description)
    xml.element("AlarmConfigurationUpdatedTimestamp", alarm.changedAt)
    xml.element("ActionsEnabled", alarm.areActionsEnabled)
    xml.list("OKActions", alarm.okActions)
    xml.list("AlarmActions", alarm.actions)
    xml.list("InsufficientDataActions", alarm.insufficientDataActions)
    xml.element("StateValue", alarm.state.rawValue)
    xml.element("StateReason", alarm.stateReason)
    xml.element("StateUpdatedTimestamp", alarm.stateChangedAt)
    xml.element("MetricName", alarm.metric)
    xml.element("Namespace", alarm.namespace)
    xml.element("Statistic", alarm.statistic)
    xml.list("Dimensions", alarm.dimensions) { xml, dimension in
      xml.element("Name", dimension.key)
      xml.element("Value", dimension.value)
    }
    xml.element("Period", alarm.period)
    xml.element("EvaluationPeriods", alarm.evaluationPeriods)
    xml.element("Threshold", alarm.threshold.map { "\($0)" })
    xml.element("ComparisonOperator", alarm.comparison)
    xml.element("TreatMissingData", alarm.treatMissingData)
  }
}
