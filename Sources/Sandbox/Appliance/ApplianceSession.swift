import Crypto
import FoundationEssentials

/// One run of something on the appliance; whether it still runs follows from the clock.
struct ApplianceSession: Sendable {
  let id: String
  let type: String
  let name: String
  let extendedType: String?

  /// The policy that ran; nil for a rescan.
  let policyID: String?
  let usn: Int
  let start: Date
  let duration: Duration

  /// A rescan of one role.
  static func rescan(of role: String, usn: Int, start: Date, duration: Duration) -> ApplianceSession {
    ApplianceSession(
      id: UUID().uuidString.lowercased(),
      type: "Task",
      name: "Rescan of \(role)",
      extendedType: nil,
      policyID: nil,
      usn: usn,
      start: start,
      duration: duration
    )
  }

  /// The latest run of each enabled policy, some hours before `now`.
  static func past(of policies: [BackupPolicy], now: Date) -> [ApplianceSession] {
    policies.filter(\.isEnabled).enumerated().map { index, policy in
      ApplianceSession(
        id: identifier("session of \(policy.id)"),
        type: "Policy",
        name: policy.name,
        extendedType: policy.workload == .rds ? "PolicyRdsSnapshot" : "PolicySnapshot",
        policyID: policy.id,
        usn: index + 1,
        start: now + .seconds(-6 * 3600 - index * 600),
        duration: .milliseconds(95_550)
      )
    }
  }

  var stop: Date { start + duration }

  func status(at now: Date) -> String { stop > now ? "Running" : "Succeeded" }

  /// The same in the other vocabulary of the API.
  func result(at now: Date) -> String { stop > now ? "Running" : "Success" }

  /// The documented sample holds only the part below a second of what it calls milliseconds.
  func wireDuration(at now: Date) -> Int {
    guard stop <= now else { return 0 }
    return Int((duration.seconds * 1000).rounded()) % 1000
  }

  /// A UUID that is always the same for `name`.
  private static func identifier(_ name: String) -> String {
    let bytes = Array(SHA256.hash(data: Array(name.utf8)).prefix(16))
    let id = UUID(
      uuid: (
        bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5], bytes[6] & 0x0f | 0x40, bytes[7],
        bytes[8] & 0x3f | 0x80, bytes[9], bytes[10], bytes[11], bytes[12], bytes[13], bytes[14], bytes[15]
      )
    )
    return id.uuidString.lowercased()
  }
}
