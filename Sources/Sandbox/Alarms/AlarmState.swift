import FoundationEssentials

/// One alarm on one metric.
struct AlarmRecord: Hashable, Sendable {
  enum State: String, Sendable {
    case ok = "OK"
    case alarm = "ALARM"
    case insufficientData = "INSUFFICIENT_DATA"
  }

  let name: String
  let account: String
  let region: String
  var description: String?
  var namespace: String?
  var metric: String?
  var dimensions: [ResourceTag] = []
  var statistic: String?
  var comparison: String?
  var threshold: Double?
  var period: Int?
  var evaluationPeriods: Int?
  var treatMissingData: String?
  var actions: [String] = []
  var okActions: [String] = []
  var insufficientDataActions: [String] = []
  var areActionsEnabled = true
  var state = State.insufficientData
  var stateReason = "Unchecked: Initial alarm creation"
  var stateChangedAt: Date
  var changedAt: Date

  var arn: String { "arn:\(Partition(region: region).name):cloudwatch:\(region):\(account):alarm:\(name)" }
}

/// The alarms of all accounts.
struct AlarmState: Sendable {
  private var alarms: [String: AlarmRecord] = [:]

  func alarms(account: String, region: String) -> [AlarmRecord] {
    alarms.values.filter { $0.account == account && $0.region == region }.sorted { $0.name < $1.name }
  }

  func alarm(_ name: String, account: String, region: String) -> AlarmRecord? {
    alarms.values.first { $0.name == name && $0.account == account && $0.region == region }
  }

  /// Adds an alarm, or puts it where the one of its name was.
  mutating func put(_ alarm: AlarmRecord) { alarms[alarm.arn] = alarm }

  mutating func remove(arn: String) { alarms[arn] = nil }
}
