/// A rule of EventBridge or a schedule of its scheduler.
///
/// They are kept, and never come due: what they ping is told apart in the sandbox by calling it.
struct ScheduleRecord: Hashable, Sendable {
  let name: String
  let arn: String
  var expression: String?
  var isEnabled = true
  /// ARNs.
  var targets: [String] = []
  var tags: [ResourceTag] = []
}

/// The rules and schedules of all accounts, by ARN.
struct ScheduleState: Sendable {
  var schedules: [String: ScheduleRecord] = [:]
}
