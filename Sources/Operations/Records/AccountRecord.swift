package import Fleet
import FoundationEssentials

/// One account as `accounts` and `account ID` print it.
package struct AccountRecord: OutputRecord {
  package let account: Account
  package let unit: OrganizationalUnit?
  /// `Root/Workloads/Prod`.
  package let unitPath: String?
  package let readiness: Readiness
  package let reason: String?
  /// Nil: the stack sets were not read.
  package let instances: [StackInstance]?
  /// Nil: the appliance was not read.
  package let registrations: [RoleRegistration]?
  /// Nil: not known, since the appliance was not read or nobody says what is expected.
  package let missingPurposes: [Purpose]?
  private let readAt: ReadTimes

  /// When each source was read; the same for all accounts of one roster.
  private struct ReadTimes: Hashable {
    let organization: Date?
    let stackSets: Date?
    let appliance: Date?
  }

  /// The record of account `index` of the roster's organization.
  package init(_ index: Int, of roster: Roster) {
    let account = roster.organization.accounts[index]
    let standing = roster.standings[index]
    let readsStackSets = roster.sources[.stackSets]?.hasValue == true
    let readsAppliance = roster.sources[.appliance]?.hasValue == true
    self.account = account
    unit = account.unit.map { roster.organization.units[$0] }
    unitPath = account.unit.map { roster.organization.path(of: $0) }
    readiness = standing.readiness
    reason = standing.reason?.sentence
    instances = readsStackSets ? Array(roster.instances(of: standing)) : nil
    registrations = readsAppliance ? Array(roster.registrations(of: standing)) : nil
    missingPurposes = readsAppliance && roster.expectedPurposes != nil ? standing.missingPurposes : nil
    readAt = ReadTimes(
      organization: roster.sources[.organization]?.readAt,
      stackSets: roster.sources[.stackSets]?.readAt,
      appliance: roster.sources[.appliance]?.readAt
    )
  }

  package var value: OutputValue {
    .object([
      .init("id", .text(account.id.rawValue)),
      .init("name", .text(account.name)),
      .init("email", .text(account.email)),
      .init("state", .text(account.state.rawValue)),
      .init("ouId", OutputValue(unit?.id.rawValue)),
      .init("ouPath", OutputValue(unitPath)),
      .init("readiness", .text(readiness.rawValue)),
      .init("reason", OutputValue(reason)),
      .init("stackInstances", instances.map { .list($0.map(Self.value)) } ?? .null),
      .init("roles", registrations.map { .list($0.map(Self.value)) } ?? .null),
      .init("missingPurposes", missingPurposes.map { .list($0.map { .text($0.rawValue) }) } ?? .null),
      .init(
        "readAt",
        .object([
          .init("organization", OutputValue(readAt.organization)),
          .init("stackSets", OutputValue(readAt.stackSets)),
          .init("appliance", OutputValue(readAt.appliance)),
        ])
      ),
    ])
  }

  private static func value(_ instance: StackInstance) -> OutputValue {
    .object([
      .init("stackSet", .text(instance.stackSet.rawValue)),
      .init("region", .text(instance.region.rawValue)),
      .init("status", .text(instance.status.rawValue)),
      .init("detailedStatus", OutputValue(instance.detailedStatus?.rawValue)),
      .init("driftStatus", OutputValue(instance.driftStatus?.rawValue)),
      .init("statusReason", OutputValue(instance.statusReason)),
      .init("lastOperationId", OutputValue(instance.lastOperationID)),
      .init("organizationalUnitId", OutputValue(instance.targetedUnit?.rawValue)),
    ])
  }

  private static func value(_ registration: RoleRegistration) -> OutputValue {
    .object([
      .init("id", .text(registration.id)),
      .init("name", .text(registration.name)),
      .init("roleName", .text(registration.roleName)),
      .init("purpose", OutputValue(registration.purpose?.rawValue)),
    ])
  }

  package static let columns = [
    "id", "name", "email", "state", "ouId", "ouPath", "readiness", "reason", "stackInstances", "roles",
    "missingPurposes",
  ]

  package var cells: [String] {
    [
      account.id.rawValue, account.name, account.email, account.state.rawValue, unit?.id.rawValue ?? "",
      unitPath ?? "", readiness.rawValue, reason ?? "",
      (instances ?? []).map { "\($0.stackSet) \($0.region) \($0.status.rawValue)" }.joined(separator: "; "),
      (registrations ?? []).map(\.name).joined(separator: "; "),
      (missingPurposes ?? []).map(\.rawValue).joined(separator: "; "),
    ]
  }
}

extension AccountRecord {
  /// Records of those accounts that match, in the order of their ids.
  package static func all(of roster: Roster, matching filter: Filter = .everything) -> [AccountRecord] {
    let indices = FilterMatcher(filter, roster: roster).indices()
    return AccountOrder(.account).sorted(indices, of: roster).map { AccountRecord($0, of: roster) }
  }
}
