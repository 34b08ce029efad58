import Fleet

/// One link of the chain that says why an account stands where it stands.
struct EvidenceLink: Hashable, Sendable {
  enum ID: Hashable, Sendable {
    case organization
    case instance(StackSetName, RegionName)
    case noInstance
    case registration(String)
    case missingRoles
    case policy
  }

  enum Mark: Hashable, Sendable { case fine, working, warning, failing, neutral, unknown }

  let id: ID
  let mark: Mark
  let title: String
  let words: String
  /// What the service said, unabridged; shown in part under the link and whole on demand.
  var raw: String?

  /// What is known of `account`, top to bottom: organization, stack instances, registrations, policy.
  static func chain(of account: AccountID, in picture: Picture) -> [EvidenceLink] {
    let roster = picture.roster
    guard let index = roster.organization.index(of: account) else {
      return [EvidenceLink(id: .organization, mark: .failing, title: "Organization", words: "no account \(account)")]
    }
    let standing = roster.standings[index]
    let links =
      [organization(index, standing, roster)] + instances(standing, roster) + registrations(standing, picture)
    return links + [EvidenceLink(id: .policy, mark: .unknown, title: "Policy", words: "not read")]
  }

  private static func organization(_ index: Int, _ standing: AccountStanding, _ roster: Roster) -> EvidenceLink {
    let account = roster.organization.accounts[index]
    let path = account.unit.map { "in \(roster.organization.path(of: $0))" } ?? "place not read"
    let aside = standing.readiness == .excluded ? standing.reason.map { ", \($0.sentence)" } ?? "" : ""
    return EvidenceLink(
      id: .organization,
      mark: standing.readiness == .excluded ? .neutral : .fine,
      title: "Organization",
      words: "\(account.state), \(path)\(aside)"
    )
  }

  private static func instances(_ standing: AccountStanding, _ roster: Roster) -> [EvidenceLink] {
    guard roster.sources[.stackSets]?.hasValue == true else {
      return [EvidenceLink(id: .noInstance, mark: .unknown, title: "Stack instance", words: "stack sets not read")]
    }
    let own = roster.instances(of: standing)
    guard !own.isEmpty else {
      let mark: Mark = standing.readiness == .excluded ? .neutral : .failing
      return [EvidenceLink(id: .noInstance, mark: mark, title: "Stack instance", words: "none")]
    }
    return own.map { instance in
      let words = [
        instance.stackSet.rawValue, instance.region.rawValue, instance.statusText,
        instance.driftStatus == .drifted ? "drifted" : nil,
        instance.lastOperationID.map { "operation \(Self.short($0))" },
      ]
      return EvidenceLink(
        id: .instance(instance.stackSet, instance.region),
        mark: mark(of: instance, standing),
        title: "Stack instance",
        words: words.compactMap(\.self).joined(separator: "  "),
        raw: instance.statusReason
      )
    }
  }

  /// The first group of a UUID, enough to tell operations apart; other ids whole.
  private static func short(_ operation: String) -> String {
    let groups = operation.split(separator: "-")
    return groups.map(\.count) == [8, 4, 4, 4, 12] ? String(groups[0]) : operation
  }

  private static func mark(of instance: StackInstance, _ standing: AccountStanding) -> Mark {
    if instance.isCurrent { return .fine }
    if standing.readiness == .deploying { return .working }
    return instance.detailedStatus == .pending ? .warning : .failing
  }

  private static func registrations(_ standing: AccountStanding, _ picture: Picture) -> [EvidenceLink] {
    guard picture.sources[.appliance]?.hasValue == true else {
      return [EvidenceLink(id: .missingRoles, mark: .unknown, title: "Appliance", words: "not read")]
    }
    var links = standing.registrations.map { index in
      let registration = picture.roster.registrations[index]
      let kind = picture.roles[index]
      let words = [
        registration.purpose?.rawValue, registration.roleName, kind == .member ? nil : kind.rawValue,
      ]
      return EvidenceLink(
        id: .registration(registration.id),
        mark: kind == .member ? .fine : .warning,
        title: "Appliance",
        words: words.compactMap(\.self).joined(separator: "  "),
        raw: registration.description.isEmpty ? nil : registration.description
      )
    }
    if !standing.missingPurposes.isEmpty {
      let names = standing.missingPurposes.map(\.rawValue).joined(separator: ", ")
      links.append(
        EvidenceLink(
          id: .missingRoles,
          mark: standing.readiness == .deploying ? .working : .failing,
          title: "Appliance",
          words: "no registration for \(names)\(standing.readiness == .deploying ? " yet" : "")"
        )
      )
    } else if links.isEmpty {
      links.append(EvidenceLink(id: .missingRoles, mark: .neutral, title: "Appliance", words: "no registration"))
    }
    return links
  }
}

extension StackInstance {
  /// AWS's words for how far the stack is: the detailed one only where it says more.
  var statusText: String {
    guard let detailedStatus, detailedStatus != .succeeded else { return status.rawValue }
    return detailedStatus.rawValue == status.rawValue
      ? status.rawValue : "\(status.rawValue)/\(detailedStatus.rawValue)"
  }
}
