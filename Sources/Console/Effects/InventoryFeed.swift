import Fleet
import FoundationEssentials
import Store

/// Turns the steps of taking an inventory into pictures for the screen.
///
/// A value without tasks or clocks. Joining and preparing 50,000 accounts takes tens of milliseconds, so this is used
/// away from the thread that draws, and not for every page while pages stream in.
struct InventoryFeed {
  /// What one step gives.
  struct Outcome {
    var report: RefreshReport?
    var picture: Picture?
    var kept: KeptReading?
  }

  /// While pages stream in, at most one picture in this time.
  static let shortestInterval: TimeInterval = 0.3

  let context: ConsoleContext
  /// In which the accounts of pictures are prepared.
  private var order: AccountOrder
  private var inventory: Inventory
  private var identities: [SourceName: CallerIdentity]
  private var secret: Reading<SecretSummary>
  /// Who is reading now; becomes the rows' identity once rows come.
  private var arriving: [SourceName: CallerIdentity] = [:]
  private var last: Picture?
  private var lastJoin: Date?
  private var hasUnjoinedPages = false

  init(context: ConsoleContext, snapshot: Snapshot?, order: AccountOrder) {
    self.context = context
    self.order = order
    inventory = snapshot?.inventory ?? Inventory()
    identities = snapshot?.identities ?? [:]
    secret = snapshot?.secret ?? Reading()
  }

  /// What the snapshot shows.
  mutating func opening(at now: Date) -> Picture { join(at: now) }

  /// What is on screen in another order; nil before there is anything.
  mutating func arrange(by order: AccountOrder) -> Picture? {
    self.order = order
    last = last.map { $0.with(arrangement: Arrangement(order: order, roster: $0.roster)) }
    return last
  }

  mutating func absorb(_ event: InventoryEvent, at now: Date) -> Outcome {
    var outcome = Outcome()
    switch event {
    case .identity(let source, let identity): arriving[source] = identity
    case .started(let source): outcome.report = .started(source)
    case .progress(let source, let read, let expected):
      outcome.report = .progressed(source, read: read, expected: expected)
    case .organizationGrew(let organization): outcome.picture = grow(organization, at: now)
    case .organization(let organization, let readAt):
      inventory.organization = Reading(value: organization, readAt: readAt)
      outcome = ended(.organization, kept: .organization(organization), readAt: readAt, at: now)
    case .stackSets(let reading, let readAt):
      inventory.stackSets = Reading(value: reading, readAt: readAt)
      outcome = ended(.stackSets, kept: .stackSets(reading), readAt: readAt, at: now)
    case .appliance(let reading, let readAt):
      inventory.appliance = Reading(value: reading, readAt: readAt)
      outcome = ended(.appliance, kept: .appliance(reading), readAt: readAt, at: now)
    case .secret(let summary, let readAt):
      secret = Reading(value: summary, readAt: readAt)
      outcome.kept = KeptReading(part: .secret(summary), readAt: readAt, identity: arriving[.appliance])
      outcome.picture = last == nil ? join(at: now) : withFreshFacts()
    case .failed(let source, let problem, _):
      fail(source, problem)
      outcome = Outcome(report: .ended(source), picture: join(at: now))
    case .remark(let sentence): outcome.report = .remarked(sentence)
    case .throttled(let service, let retryIn):
      outcome.report = .throttled(service: service, retryIn: retryIn)
      if hasUnjoinedPages { outcome.picture = join(at: now) }
    case .finished:
      outcome.report = .finished
      if hasUnjoinedPages { outcome.picture = join(at: now) }
    }
    return outcome
  }

  // MARK: Sources

  private mutating func ended(_ source: SourceName, kept part: SnapshotPart, readAt: Date, at now: Date) -> Outcome {
    identities[source] = arriving[source]
    return Outcome(
      report: .ended(source),
      picture: join(at: now),
      kept: KeptReading(part: part, readAt: readAt, identity: arriving[source])
    )
  }

  /// Pages are shown only as long as there is nothing better: a complete listing stays until the next complete one.
  private mutating func grow(_ organization: Organization, at now: Date) -> Picture? {
    guard inventory.organization.value?.isComplete != true else { return nil }
    inventory.organization.value = organization
    inventory.organization.readAt = inventory.organization.readAt ?? now
    identities[.organization] = arriving[.organization]
    if let lastJoin, now.timeIntervalSince(lastJoin) < Self.shortestInterval {
      hasUnjoinedPages = true
      return nil
    }
    return join(at: now)
  }

  private mutating func fail(_ source: SourceName, _ problem: SourceProblem) {
    switch source {
    case .organization: inventory.organization.problem = problem
    case .stackSets: inventory.stackSets.problem = problem
    case .appliance: inventory.appliance.problem = problem
    }
  }

  // MARK: Pictures

  private mutating func join(at now: Date) -> Picture {
    let roster = Roster(inventory: inventory, expectations: context.expectations, now: now)
    hasUnjoinedPages = false
    lastJoin = now
    let picture: Picture
    if let last, last.roster.hasSameFacts(as: roster) {
      picture = last.with(roster: roster, identities: identities, appliance: applianceFacts, secret: secret)
    } else {
      picture = Picture(
        revision: (last?.revision ?? 0) + 1,
        roster: roster,
        children: roster.organization.children(),
        causes: roster.causes(),
        operations: OperationProgress.all(of: roster),
        roles: RoleStanding.all(of: roster),
        arrangement: Arrangement(order: order, roster: roster),
        identities: identities,
        appliance: applianceFacts,
        secret: secret
      )
    }
    last = picture
    return picture
  }

  private var applianceFacts: ApplianceFacts { ApplianceFacts(inventory.appliance.value) }

  private mutating func withFreshFacts() -> Picture? {
    last = last.map { $0.with(roster: $0.roster, identities: identities, appliance: $0.appliance, secret: secret) }
    return last
  }
}

extension Picture {
  /// The same rows with newer ages, problems and facts beside them.
  fileprivate func with(
    roster: Roster,
    identities: [SourceName: CallerIdentity],
    appliance: ApplianceFacts,
    secret: Reading<SecretSummary>
  ) -> Picture {
    var picture = self
    picture.roster = roster
    picture.identities = identities
    picture.appliance = appliance
    picture.secret = secret
    return picture
  }

  fileprivate func with(arrangement: Arrangement) -> Picture {
    var picture = self
    picture.arrangement = arrangement
    return picture
  }
}

extension Roster {
  /// Whether nothing differs but ages and problems.
  fileprivate func hasSameFacts(as other: Roster) -> Bool {
    organization == other.organization && standings == other.standings && instances == other.instances
      && registrations == other.registrations && stackSets == other.stackSets
      && expectedPurposes == other.expectedPurposes
  }
}
